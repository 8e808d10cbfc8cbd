from bot.slack.blocks import View, lines, says, sentence
from bot.slack.text import Bold, Part

COMMAND = "/angry-client help"


def help_view(watched: str) -> View:
    """Everything there is, in a few lines. `watched` is how the watched channel is named here."""
    opening = sentence(Bold("A client is angry? Flag them, and somebody phones."), " This is how.")
    rows: tuple[list[Part], ...] = (
        [Bold("/angry-client"), "  opens a form."],
        [
            Bold("/angry-client Acme | third wrong invoice @Olivia"),
            "  flags at once: client, what happened, who phones.",
        ],
        ["🚨  on any message in a channel I am in, or in a message in ", Bold(watched), ", flags it too."],
        [Bold("Flag angry client"), "  in a message's menu opens the form, filled in."],
        [Bold("/angry-client mine"), "  shows what waits for you; ", Bold("open"), " what waits for anybody."],
        [
            Bold("/angry-client client Acme"), "  shows and changes what we know of them; ", Bold("history Acme"),
            "  what was before.",
        ],
        [Bold("/angry-client away until Monday"), "  gives them to their deputies; ", Bold("back"), "  ends it."],
        [Bold("/angry-client digest"), "  shows the last seven days."],
        ["For leads: ", Bold("/angry-client settings"), ", ", Bold("health"), ", ", Bold("clients"), ", ",
         Bold("merge Acme Ltd into Acme"), ", and ", Bold("forget Acme"), "."],
        [Bold("/angry-client help"), "  shows this."],
    )
    return View(opening.text, [opening.block, lines(*rows)])


def hello_watched_view() -> View:
    return says(
        "Hello. When somebody puts 🚨 in a message here or types /angry-client, I open a thread with one owner, one "
        "clock and one next step.\nI stay in threads, and write to the owner and the leads directly."
    )


def hello_elsewhere_view(watched: str) -> View:
    return says(
        f"Hello. Put 🚨 on a message here when a client is angry: I open a thread in {watched}, and somebody phones.\n"
        "I don't post here. Type /angry-client help for the rest."
    )


def shared_channel_view(name: str) -> View:
    return says(
        Bold(f"#{name} is shared with another company,"),
        " so I post nothing there and don't read along. You can still put 🚨 "
        "on a message there: the thread opens in our own channel.",
    )
