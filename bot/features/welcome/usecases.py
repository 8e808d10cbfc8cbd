from bot.features.asks.usecases import ask
from bot.features.flagging.rules import carries
from bot.features.people.rules import outside
from bot.features.people.usecases import find_person
from bot.features.preferences.usecases import begin
from bot.features.welcome.views import hello_elsewhere_view, hello_watched_view, help_view, shared_channel_view
from bot.slack.blocks import View
from bot.work import Work


def introduce(work: Work, delivery: str, channel: str, watched_name: str, inviter: str) -> None:
    """Two lines in a channel the bot was invited to. The first is the one for angry clients, until a lead says else."""
    if work.first_time(delivery):
        begin(work, inviter, channel)
        watched = channel == work.workspace.watched_channel
        work.say(channel, hello_watched_view() if watched else hello_elsewhere_view(watched_name))


def explain_shared_channel(work: Work, delivery: str, channel: str, name: str, inviter: str) -> None:
    """Not a word in a shared channel: whoever invited the bot hears why, if that is one of us."""
    person = find_person(work, inviter)
    if person is not None and not outside(person) and work.first_time(delivery):
        words = shared_channel_view(name)
        ask(work, inviter, words, topic=f"shared:{channel}", key=f"shared:{channel}:{delivery}", at_once=True)


def is_a_flag(work: Work, channel: str, text: str) -> bool:
    """Then the thread is the client's, and no place for help."""
    return channel == work.workspace.watched_channel and carries(text, work.workspace.emoji)


def answer_with_help(work: Work, delivery: str, by: str, channel: str, ts: str, watched_name: str) -> None:
    """Mentioned or written to: the help, in the thread of what was written. Strangers get no answer."""
    person = find_person(work, by)
    if person is not None and not outside(person) and work.first_time(delivery):
        work.say(channel, help_view(watched_name), thread_ts=ts)


def keep_quiet_in(work: Work, channel: str, *, shared: bool) -> None:
    """A channel was shared with another company, or is ours alone again: outsiders read nothing of a client."""
    work.take_turns()
    others = [known for known in work.workspace.shared_channels if known != channel]
    work.workspace.shared_channels = [*others, channel] if shared else others


def show_help(watched_name: str) -> View:
    return help_view(watched_name)
