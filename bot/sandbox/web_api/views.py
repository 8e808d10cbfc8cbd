"""views.*: https://docs.slack.dev/reference/methods#views"""

from bot.sandbox.modals import accepted_view, new_view, push, show_again, shown
from bot.sandbox.refused import SlackError
from bot.sandbox.things import Json, View
from bot.sandbox.web_api.calling import Call, method


@method("views.open", "trigger_id view interactivity_pointer")
def open_view(call: Call) -> Json:
    content = _content(call, "modal")
    member = call.platform.triggers.use(call.needed("trigger_id"))
    view = push(new_view(content, member, call.world), member)
    return {"view": shown(view, call.world)}


@method("views.update", "view_id external_id view hash")
def update(call: Call) -> Json:
    content = _content(call, "modal")
    view = _find(call)
    _check_hash(call, view)
    show_again(view, content, call.world)
    return {"view": shown(view, call.world)}


@method("views.publish", "user_id view hash")
def publish(call: Call) -> Json:
    content = _content(call, "home")
    if not call.world.manifest.home_tab:
        raise SlackError("not_enabled")
    screen = call.member("user_id").screen
    if screen.home:
        _check_hash(call, screen.home)
        show_again(screen.home, content, call.world)
    else:
        screen.home = new_view(content, call.member("user_id"), call.world)
    return {"view": shown(screen.home, call.world)}


def _content(call: Call, kind: str) -> Json:
    return accepted_view(call.object("view", "invalid_arguments"), kind, call.world)


def _find(call: Call) -> View:
    for member in call.world.members.values():
        for view in member.screen.modals:
            if view.id == call.text("view_id") or (
                call.text("external_id") and view.content.get("external_id") == call.text("external_id")
            ):
                return view
    raise SlackError("not_found")


def _check_hash(call: Call, view: View) -> None:
    if call.text("hash") and call.text("hash") != view.hash:
        raise SlackError("hash_conflict")
