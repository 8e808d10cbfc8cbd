from bot.slack.blocks import View, lines
from bot.slack.sentences import says, sentence

COMMAND = "/angry-client help"


def help_view(watched: str) -> View:
    """Everything there is, in a few lines. `watched` is how the watched channel is named here."""
    opening = sentence("*A client is angry? Flag them, and somebody phones.* This is how.")
    rows = (
        sentence("*/angry-client*  opens a form."),
        sentence(
            "*/angry-client Acme | third wrong invoice @Olivia*  flags at once: client, what happened, who phones."
        ),
        sentence(
            "🚨  on any message in a channel I am in, or in a message in *{channel}*, flags it too.", channel=watched
        ),
        sentence("*Flag angry client*  in a message's menu opens the form, filled in."),
        sentence("*/angry-client mine*  shows what waits for you; *open* what waits for anybody."),
        sentence(
            "*/angry-client client Acme*  shows and changes what we know of them; *history Acme*  what was before."
        ),
        sentence("*/angry-client away until Monday*  gives them to their deputies; *back*  ends it."),
        sentence("*/angry-client digest*  shows the last seven days."),
        sentence(
            "For leads: */angry-client settings*, *health*, *clients*, *merge Acme Ltd into Acme*, and *forget Acme*."
        ),
        sentence("*/angry-client help*  shows this."),
    )
    return View(opening.text, [opening.block, lines(*rows)])


def hello_watched_view() -> View:
    return says(
        "Hello. When somebody puts 🚨 in a message here or types /angry-client, I open a thread with one owner, one "
        "clock and one next step.\nI stay in threads, and write to the owner and the leads directly."
    )


def hello_elsewhere_view(watched: str) -> View:
    return says(
        "Hello. Put 🚨 on a message here when a client is angry: I open a thread in {channel}, and somebody phones.\n"
        "I don't post here. Type /angry-client help for the rest.",
        channel=watched,
    )


def shared_channel_view(name: str) -> View:
    return says(
        "*#{channel} is shared with another company,* so I post nothing there and don't read along. "
        "You can still put 🚨 on a message there: the thread opens in our own channel.",
        channel=name,
    )
