"""What an operator reads and sets from a shell: the same rules, and the same refusals, as in the form."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from slack_sdk.errors import SlackApiError

from bot.db.engine import open_database, or_say_why
from bot.errors import Refusal, SettingError
from bot.features.client_lists.rules import people_in
from bot.features.client_lists.usecases import export_clients, import_clients
from bot.features.preferences.rules import BY_NAME, SETTINGS, shown, typed_of
from bot.features.preferences.usecases import change_settings, names_in, values_of
from bot.outbox import Durations
from bot.settings import Settings, require_slack
from bot.slack.clients import web_client
from bot.slack.people import Acquaintance
from bot.slack.workspace import see_channel, settle_in
from bot.work import Doors

HOW_TO_LIST = "Say python app.py clients export, or python app.py clients import file.csv."
CHANNELS = ("watched_channel", "digest_channel")


def settings_from_shell(settings: Settings, now: Callable[[], datetime], words: Sequence[str]) -> Iterator[str]:
    """Sets what is given as name=value, then says all that is set, a line each. Raises SettingError."""
    given = _given(words)
    require_slack(settings)
    client = web_client(settings.slack_bot_token, settings.slack_api_url, Durations().call.total_seconds())
    database = open_database(settings.database_url)
    try:
        workspace_id = settle_in(client, settings, database)
        doors = Doors(database, now, lambda: None)  # a running worker hears of it within a second by itself
        if given:
            Acquaintance(client, doors, workspace_id).meet(*given.get("leads", "").replace(",", " ").split())
            with doors.look(workspace_id) as work:
                channels = {work.workspace.watched_channel, *(given.get(name, "") for name in CHANNELS)} - {""}
            seen = {channel: see_channel(client, channel) for channel in channels}
            with doors.open(workspace_id) as work:
                change_settings(work, None, given, seen)
        with or_say_why(), doors.look(workspace_id) as work:
            values = values_of(work)
            names = names_in(work, values)
        for setting in SETTINGS:
            value = values[setting.name]
            said = shown(setting.name, value, names)
            yield f"{setting.name}={typed_of(setting.name, value)}    # {setting.label}: {said}"
    except Refusal as refusal:
        fields = "; ".join(f"{name}: {said}" for name, said in refusal.fields.items())
        raise SettingError(f"Nothing was changed. {fields or refusal.says}") from refusal
    except (SlackApiError, OSError) as error:
        raise SettingError(f"Nothing was changed: Slack did not answer ({type(error).__name__}).") from error
    finally:
        database.close()


def clients_from_shell(settings: Settings, now: Callable[[], datetime], words: Sequence[str]) -> str:
    """Exports the list of clients, or imports one from a file and says what came of it. Raises SettingError."""
    if not words or len(words) != {"export": 1, "import": 2}.get(words[0]):
        raise SettingError(HOW_TO_LIST)
    try:
        text = Path(words[1]).read_text(encoding="utf-8-sig") if words[0] == "import" else ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"I can't read {words[1]} as a file of UTF-8 text.") from error
    require_slack(settings)
    client = web_client(settings.slack_bot_token, settings.slack_api_url, Durations().call.total_seconds())
    database = open_database(settings.database_url)
    try:
        workspace_id = settle_in(client, settings, database)
        doors = Doors(database, now, lambda: None)
        if words[0] == "export":
            with or_say_why(), doors.look(workspace_id) as work:
                return export_clients(work)
        Acquaintance(client, doors, workspace_id).meet(*people_in(text))
        with or_say_why(), doors.open(workspace_id) as work:
            done = import_clients(work, None, text)
            return f"{done.added} new, {done.changed} changed, {done.same} as they were.\n"
    except Refusal as refusal:
        raise SettingError(refusal.says) from refusal
    except (SlackApiError, OSError) as error:
        raise SettingError(f"Nothing was imported: Slack did not answer ({type(error).__name__}).") from error
    finally:
        database.close()


def _given(words: Sequence[str]) -> dict[str, str]:
    """Each word is name=value."""
    found = {}
    for word in words:
        name, is_set, value = word.partition("=")
        if not is_set or name not in BY_NAME:
            raise SettingError(f"I know no setting {word!r}. Write name=value; the names are {', '.join(BY_NAME)}.")
        found[name] = value
    return found
