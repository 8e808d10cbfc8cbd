"""One file per table."""

from bot.db.models.ask import Ask
from bot.db.models.attempt import Attempt
from bot.db.models.beat import Beat
from bot.db.models.chain import Chain
from bot.db.models.channel import Channel
from bot.db.models.client import Client
from bot.db.models.colleague import Colleague
from bot.db.models.digest import Digest
from bot.db.models.erasure import Erasure
from bot.db.models.escalation import Escalation
from bot.db.models.follow_up import FollowUp
from bot.db.models.gate import Gate
from bot.db.models.hand_over import HandOver
from bot.db.models.heard import HeardOnce
from bot.db.models.history import ERASED, History
from bot.db.models.look import Look
from bot.db.models.message import Message
from bot.db.models.person import Person
from bot.db.models.promise import Promise
from bot.db.models.reading import Reading
from bot.db.models.step import Step
from bot.db.models.sweep import Sweep
from bot.db.models.workspace import Workspace

__all__ = [
    "ERASED", "Ask", "Attempt", "Beat", "Chain", "Channel", "Client", "Colleague", "Digest", "Erasure", "Escalation",
    "FollowUp", "Gate", "HandOver", "HeardOnce", "History", "Look", "Message", "Person", "Promise", "Reading", "Step",
    "Sweep", "Workspace",
]  # fmt: skip
