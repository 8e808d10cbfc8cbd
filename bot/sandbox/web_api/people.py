"""Who is there and whether they may be disturbed; and who we are."""

from bot.sandbox.events import quiet_hours
from bot.sandbox.shapes import user_object
from bot.sandbox.state import APP, TEAM, TEAM_NAME, WORKSPACE_URL
from bot.sandbox.things import Json
from bot.sandbox.web_api.calling import Call, method


@method("auth.test")
def auth_test(call: Call) -> Json:
    bot = call.world.bot
    return {
        "url": WORKSPACE_URL,
        "team": TEAM_NAME,
        "user": bot.name,
        "team_id": TEAM,
        "user_id": bot.id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": False,
    }


@method("users.info", "user include_locale", scope="users:read")
def users_info(call: Call) -> Json:
    who = call.member()
    shown = user_object(who, call.platform.clock.now())
    return {"user": shown | ({"locale": who.locale} if call.flag("include_locale") else {})}


@method("dnd.info", "user team_id", scope="dnd:read")
def dnd_info(call: Call) -> Json:
    return quiet_hours(call.member() if call.text("user") else call.world.bot)


@method("apps.connections.open", by_app_token=True)
def connections_open(call: Call) -> Json:
    ticket = call.world.mint("ticket-")
    call.platform.tickets.add(ticket)
    return {"url": f"{call.platform.url.replace('http://', 'ws://')}link/?ticket={ticket}&app_id={APP}"}
