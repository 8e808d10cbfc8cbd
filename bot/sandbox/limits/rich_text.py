"""https://docs.slack.dev/reference/block-kit/blocks/rich-text-block"""

from bot.sandbox.limits.checks import Check, boolean, listed, one_of, shape, string, typed, whole
from bot.sandbox.limits.composition import NAME

MOST = 10_000  # Slack publishes no number here
STYLE = shape({"bold": boolean, "italic": boolean, "strike": boolean, "code": boolean})
MENTION_STYLE = shape(
    {**dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink"), boolean)}
)

INLINE: Check = typed(
    {
        "text": shape({"text!": string(MOST, 1), "style": STYLE}),
        "link": shape({"url!": string(3000, 1), "text": string(MOST), "unsafe": boolean, "style": STYLE}),
        "user": shape({"user_id!": string(255, 1), "style": MENTION_STYLE}),
        "usergroup": shape({"usergroup_id!": string(255, 1), "style": MENTION_STYLE}),
        "channel": shape({"channel_id!": string(255, 1), "style": MENTION_STYLE}),
        "emoji": shape({"name!": string(255, 1), "unicode": string(255), "style": STYLE}),
        "broadcast": shape({"range!": one_of("here", "channel", "everyone"), "style": STYLE}),
        "color": shape({"value!": string(7, 1), "style": STYLE}),
        "date": shape(
            {
                "timestamp!": whole(0, 9_999_999_999),
                "format!": string(255, 1),
                "url": string(3000),
                "fallback": string(MOST),
                "style": STYLE,
            }
        ),
    }
)
LINE = listed(INLINE, 0, 1000)
SECTION = shape({"elements!": LINE})

RICH_TEXT = shape(
    {
        "block_id": NAME,
        "elements!": listed(
            typed(
                {
                    "rich_text_section": SECTION,
                    "rich_text_quote": shape({"elements!": LINE, "border": whole(0, 1)}),
                    "rich_text_preformatted": shape(
                        {
                            "elements!": listed(
                                typed(
                                    {
                                        "text": shape({"text!": string(MOST, 1), "style": STYLE}),
                                        "link": shape(
                                            {
                                                "url!": string(3000, 1),
                                                "text": string(MOST),
                                                "unsafe": boolean,
                                                "style": STYLE,
                                            }
                                        ),
                                    }
                                ),
                                0,
                                1000,
                            ),
                            "border": whole(0, 1),
                            "language": string(50),
                        }
                    ),
                    "rich_text_list": shape(
                        {
                            "style!": one_of("bullet", "ordered"),
                            "elements!": listed(typed({"rich_text_section": SECTION}), 1, 1000),
                            "indent": whole(0, 8),
                            "offset": whole(0, 1000),
                            "border": whole(0, 1),
                        }
                    ),
                }
            ),
            1,
            1000,
        ),
    }
)
