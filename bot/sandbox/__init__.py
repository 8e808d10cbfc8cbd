"""A pretend Slack over HTTP: what the stories are told in, and what the demo shows in a browser.

It stands alone, so that it can contradict the bot: it enforces what Slack enforces (signatures, scopes, membership,
block limits, rates) from Slack's documentation, not from our code.

    clock → state → world                  who and what there is; what happens, with its events
    web_api, limits, content, rates        what the app may ask for, and what is refused
    deliveries → http_mode, socket_mode    what Slack sends to the app
    payloads → interactions, modals        what a person does with what the app showed
    reading → outline → sight              what a person sees
    onlooker → people, sandbox             the words that stories are written in
    server, browser, snapshot, page        HTTP, and the page in the browser
"""

from bot.sandbox.forms import Form
from bot.sandbox.live import Live
from bot.sandbox.people import Person
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.things import Channel, Message, View

__all__ = ["Channel", "Form", "Live", "Message", "Person", "Sandbox", "View"]
