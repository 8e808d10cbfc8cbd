"""Every view of every feature, each in the ways it can look, made from what somebody typed."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from rows import (
    FLAGGER,
    NOW,
    OWNER,
    THREAD,
    Typed,
    ask_of,
    attempt_of,
    by_letter,
    client_of,
    colleague_of,
    escalation_of,
    full_client_of,
    hand_over_of,
    message_of,
    name,
    promise_of,
    standing_of,
    steps_of,
)

from bot.db.models import Escalation, FollowUp, Message
from bot.features.absences import views as absences
from bot.features.address_book import views as address_book
from bot.features.asks import views as asks
from bot.features.calls import views as calls
from bot.features.calls.rules import Result
from bot.features.calls.views import Tried
from bot.features.checklist import views as checklist
from bot.features.client_lists import views as client_lists
from bot.features.closing import views as closing
from bot.features.closing.rules import Blocker
from bot.features.colleagues import views as colleagues
from bot.features.corrections import views as corrections
from bot.features.digest import views as digest
from bot.features.digest.rules import Figures, Lesson
from bot.features.escalations import views as escalations
from bot.features.escalations.rules import State
from bot.features.flagging import views as flagging
from bot.features.follow_ups import views as follow_ups
from bot.features.follow_ups.rules import Feeling
from bot.features.hand_overs import views as hand_overs
from bot.features.hand_overs.rules import AVOID_MOST, FACTS_MOST, MOOD_MOST, PROMISES_MOST, Brief
from bot.features.home import views as home
from bot.features.naming import views as naming
from bot.features.nudges import views as nudges
from bot.features.owners import views as owners
from bot.features.people.rules import OUTSIDERS, Role
from bot.features.preferences import views as preferences
from bot.features.preferences.rules import SETTINGS, Section, Value
from bot.features.privacy import views as privacy
from bot.features.promises import views as promises
from bot.features.promises.rules import Fate
from bot.features.silence import views as silence
from bot.features.snoozes import views as snoozes
from bot.features.welcome import views as welcome
from bot.playbook import PLAYBOOK
from bot.slack.blocks import Block, Form, View
from bot.words import said

Made = Sequence[View | Form | list[Block]]
SOON, LATER = NOW + timedelta(minutes=10), NOW + timedelta(days=2)


def cards(t: Typed) -> Made:
    plain = [escalations.card_view(standing_of(t, state)) for state in State]
    full = [
        escalations.card_view(standing_of(
            t, state, earlier=20, promise=promise_of(t), last_promise="broken", source=THREAD, merged_into=THREAD,
            relapses=2, source_channel="C0GENERAL", source_ts="1.2",
        )) for state in State
    ]  # fmt: skip
    calling = standing_of(t, calling_since=NOW, calling_by=OWNER)
    offered = standing_of(t, offered_to=FLAGGER, helping=[OWNER, FLAGGER])
    nobody = standing_of(t, owner=None, source_channel="C0ESCALAT", source_ts="1.2")
    held_up = [standing_of(t, released_at=NOW), standing_of(t, muted_why=t.sentence[:120])]
    off = [
        standing_of(t, owner_off_until=LATER, told=told, promise=promise_of(t), earlier=3)
        for told in ({}, {FLAGGER: None}, {FLAGGER: LATER, OWNER: None})
    ]
    return [*plain, *full, *map(escalations.card_view, [calling, offered, nobody, *held_up, *off])]


def checklists(t: Typed) -> Made:
    every = range(0, len(PLAYBOOK.steps) + 1, 3)
    half = [checklist.checklist_view(steps_of(t, done=n, skipped=2), lambda _: t.person, live=True) for n in every]
    skipped = steps_of(t, skipped=len(PLAYBOOK.steps))
    over = [checklist.checklist_view(steps_of(t, done=n), lambda _: t.person, live=False) for n in (0, 5, 99)]
    return [
        *half,
        *over,
        checklist.checklist_view(skipped, name, live=True),
        checklist.checklist_view([], name, live=True),
    ]


def together(t: Typed) -> Made:
    """Several things due to one person at one moment."""
    words = nudges.phone_now_view(escalation_of(t), THREAD, again=False)
    most = [ask_of(words, number) for number in range(asks.TOGETHER_MOST)]
    late = ask_of(words, 1, speak_at=NOW - timedelta(hours=3))
    struck = [ask_of(words, n, state="struck", struck_why=f"{t.person}: {t.lesson}") for n in range(6)]
    return [
        *(asks.asks_view(most[: n + 1]) for n in range(len(most))), asks.asks_view([late]),
        asks.asks_view(struck[:1]), asks.asks_view(struck), asks.asks_view([*most[:2], *struck[2:]]),
        asks.asks_view([ask_of(words, n, speak_at=NOW - timedelta(hours=3)) for n in range(6)]),
    ]  # fmt: skip


def forms_of_closing(t: Typed) -> Made:
    escalation, promised = escalation_of(t, "reached"), [promise_of(t)] * 20
    free = [closing.close_form(escalation, [], [], more) for more in (True, False)]
    blocked = [closing.close_form(escalation, [blocker], promised[:1], False) for blocker in Blocker]
    return [*free, *blocked, closing.close_form(escalation, [*Blocker], promised, True)]


def digests(t: Typed) -> Made:
    def figures(**values: int | list[timedelta] | list[Lesson]) -> Figures:
        nothing = dict.fromkeys(("opened", "closed", "open_now", "kept", "moved", "late_or_broken", "relapses"), 0)
        return Figures(**({"since": NOW, "until": LATER, "waits": [], "lessons": []} | nothing | values))  # type: ignore[arg-type]

    lesson = Lesson(client=t.client or "A client", words=t.lesson, cause="wrong_features")
    busy = {"opened": 12, "closed": 9, "open_now": 30, "kept": 4, "moved": 2, "late_or_broken": 3, "relapses": 2}
    waits = [timedelta(minutes=n) for n in (7, 12, 90)]
    several = [figures(**busy, waits=waits, lessons=[lesson] * n) for n in (0, 1, 15, 60)]
    return [digest.digest_view(each) for each in (figures(), figures(open_now=2), *several)]


def unclear_and_parked(t: Typed) -> list[Message]:
    return [message_of(t, "ambiguous"), message_of(t, "parked")]


def homes(t: Typed) -> Made:
    free, parked = home.Row(escalation_of(t, owner=None), None, THREAD), unclear_and_parked(t) * 20
    rows, dues = rows_of(t)
    only, middle = home.Page(0, 1), home.Page(1, 3)
    return [home.home_blocks(each) for each in (
        home.Home(mine=[], mine_page=only, board=[], board_page=only),
        home.Home(mine=[free], mine_page=only, board=[free], board_page=only, health=home.Health(None, None, 0, 0)),
        home.Home(
            mine=(dues + rows)[: home.MINE_MOST], mine_page=middle, board=[free] * home.BOARD_MOST, board_page=middle,
            health=home.Health(NOW, NOW, 12_345, 678), parked=parked, missing=preferences.missing_words([], "UTC"),
        ),
    )]  # fmt: skip


def rows_of(t: Typed) -> tuple[list[home.Row | home.Due], list[home.Row | home.Due]]:
    """Clients who wait, and what else is due."""
    rows = [home.Row(escalation_of(t, state), t.person, THREAD) for state in ("waiting", "reached", "agreed")]
    follow_up = FollowUp(workspace_id="T1", escalation_id=7, due_at=SOON)
    follow_up.id = 5
    abouts = [promise_of(t), follow_up]
    dues = [home.Due(about, escalation_of(t), THREAD, is_due=due) for about in abouts for due in (True, False)]
    return [*rows * 20], [*dues * 2]


def lists(t: Typed) -> Made:
    rows, dues = rows_of(t)
    return [home.list_view(f"{t.person}.", some, 500) for some in ([], dues, rows[: home.LISTED_MOST])]


def tries(t: Typed) -> list[Tried]:
    return [Tried(misses=misses, ask_for=ask_for) for misses in (0, 2, 9) for ask_for in ("", t.contact)]


def briefs(t: Typed) -> list[Brief]:
    most = {"facts": FACTS_MOST, "promises": PROMISES_MOST, "mood": MOOD_MOST, "avoid": AVOID_MOST}
    return [Brief(), Brief(**{part: (t.sentence * 99)[: most[part] + 9] for part in most})]


def both(t: Typed) -> list[Escalation]:
    """Who is phoned, and who is written to."""
    return [escalation_of(t), by_letter(t)]


def merges(t: Typed) -> Made:
    others = [escalation_of(t), escalation_of(Typed(client="", sentence="", id=8))]
    return [corrections.merge_form(escalation_of(t), some, NOW) for some in (others[:1], others, others * 90)]


VALUES: dict[str, Value] = {
    "watched_channel": "C0ESCALAT", "digest_channel": "C0LESSONS", "leads": ["U0LENA001"], "may_close": "owner",
    "emoji": "rotating_light", "zone": "Europe/London", "goal_furious": 15, "goal_angry": 30, "goal_upset": 60,
    "goal_uneasy": -240, "goal_cool": -1440, "rungs_off": [], "quiet_from": "21:00", "quiet_until": "08:00",
    "work_from": "09:00", "work_until": "18:00", "work_days": ["0", "1", "2", "3", "4"], "holidays": "GB-ENG",
    "days_off": [f"2026-12-{day:02}" for day in range(1, 32)] + [f"2027-01-{day:02}" for day in range(1, 30)],
    "furious_overrides": True, "language": "en", "digest_day": 0, "digest_time": "09:00", "retention_days": 365,
}  # fmt: skip
BARE: dict[str, Value] = VALUES | {
    "watched_channel": "", "digest_channel": "", "leads": [], "rungs_off": ["half", "late"], "quiet_from": "",
    "quiet_until": "", "holidays": "", "days_off": [], "furious_overrides": False,
}  # fmt: skip


def settings(t: Typed) -> Made:
    names = {"U0LENA001": t.person}
    change = preferences.Change(
        id=1, at=NOW, who=t.person, what={name: (BARE[name], VALUES[name]) for name in VALUES}, may_be_undone=True
    )
    return [
        preferences.settings_view(VALUES, names, []),
        preferences.settings_view(BARE, names, [change] * 20),
    ]


def one(*made: View | Form) -> Made:
    return made


GALLERY: dict[Callable[..., object], Callable[[Typed], Made]] = {
    address_book.client_form: lambda t: [
        address_book.client_form(client) for client in (None, client_of(t), *([full_client_of(t)] if t.client else []))
    ],
    address_book.which_view: lambda t: [
        address_book.which_view(names, t.client or "Acme", command)
        for names in ({3: t.client or "Acme"}, {3: t.client or "Acme", 4: t.client or "Acme Inc"})
        for command in (address_book.FORM, address_book.PAST)
    ],
    address_book.saved_view: lambda t: [
        address_book.saved_view(full_client_of(t), changed, {OWNER: t.person})
        for changed in ([], ["phone"], ["name", "phone", "account_owner"])
    ],
    address_book.merge_form: lambda t: [
        address_book.merge_form(full_client_of(t), full_client_of(t), moves, filled)
        for moves, filled in ((0, []), (1, ["phone"]), (9, ["phone", "notes"]))
    ],
    address_book.merged_view: lambda t: one(address_book.merged_view(t.client or "Acme", t.client or "Acme")),
    address_book.past_view: lambda t: [
        address_book.past_view(full_client_of(t), [
            address_book.Before(escalation=escalation_of(t, state), kept=n, broken=n)
            for n, state in enumerate(("waiting", "closed", "agreed"))
        ] * many, many * 3 + 1) for many in (0, 1, 4)
    ],
    client_lists.list_form: lambda t: [
        client_lists.list_form(listed, "name\r\n", number)
        for listed, number in (("name\r\n", 0), (t.client or "Acme", 1), ("x" * 4_000, 9_000))
    ],
    client_lists.imported_view: lambda _: one(client_lists.imported_view(1, 2, 3)),
    absences.away_view: lambda _: [
        absences.away_view(begins, LATER, in_hand) for begins in (None, SOON) for in_hand in (0, 1, 3)
    ],
    absences.back_view: lambda _: [absences.back_view(was_away=was) for was in (True, False)],
    absences.stands_in_line: lambda t: one(absences.stands_in_line(t.person, LATER, t.person)),
    absences.still_away_line: lambda t: one(absences.still_away_line(t.person, LATER)),
    asks.asks_view: together,
    preferences.settings_view: settings,
    preferences.settings_blocks: lambda t: [preferences.settings_blocks(VALUES, {"U0LENA001": t.person})],
    preferences.settings_form: lambda _: [
        preferences.settings_form(section, values) for section in Section for values in (VALUES, BARE)
    ],
    preferences.saved_view: lambda _: [
        preferences.saved_view(changed) for changed in ([], [setting.name for setting in SETTINGS])
    ],
    preferences.undone_view: lambda _: one(preferences.undone_view()),
    preferences.guide_view: lambda _: [
        preferences.guide_view(preferences.missing_words(leads, "UTC"), channel)
        for leads in ([], ["U0LENA001"])
        for channel in ("", "C0ESCALAT")
    ],
    preferences.guide_done_view: lambda _: one(preferences.guide_done_view()),
    preferences.rehearsal_view: lambda _: one(preferences.rehearsal_view(THREAD)),
    calls.calling_view: lambda t: one(calls.calling_view(escalation_of(t))),
    calls.how_did_it_go_view: lambda t: one(calls.how_did_it_go_view(escalation_of(t))),
    calls.could_not_reach_form: lambda t: [calls.could_not_reach_form(escalation_of(t), n) for n in (0, 1, 9)],
    calls.somebody_else_form: lambda t: one(calls.somebody_else_form(escalation_of(t))),
    calls.next_try_view: lambda t: [
        calls.next_try_view(escalation_of(t), result, SOON, tried) for result in Result for tried in tries(t)
    ],
    calls.try_again_view: lambda t: [calls.try_again_view(escalation_of(t), tried) for tried in tries(t)],
    calls.attempt_line: lambda t: [
        calls.attempt_line(t.person, escalation_of(t), attempt_of(t, result), again)
        for result in Result
        for again in (SOON, None)
    ],
    calls.somebody_else_line: lambda t: one(calls.somebody_else_line(t.person, t.contact or "the front desk")),
    calls.lead_asked_line: lambda t: one(calls.lead_asked_line(t.person, t.person, 7)),
    calls.lead_asked_view: lambda t: one(calls.lead_asked_view(escalation_of(t), t.person, 2, THREAD)),
    calls.mistake_line: lambda t: one(calls.mistake_line(t.person, escalation_of(t))),
    calls.logged_view: lambda t: one(calls.logged_view(escalation_of(t, "reached"))),
    calls.after_the_call_view: lambda t: [
        calls.after_the_call_view(escalation_of(t, "reached"), THREAD, result, may_be_mistake=may)
        for result in (Result.REACHED, Result.WROTE) for may in (True, False)
    ],
    colleagues.bring_in_form: lambda t: one(colleagues.bring_in_form(escalation_of(t))),
    colleagues.needed_view: lambda t: one(colleagues.needed_view(escalation_of(t), colleague_of(t), t.person, THREAD)),
    colleagues.coming_view: lambda t: one(colleagues.coming_view(escalation_of(t), colleague_of(t), THREAD)),
    colleagues.brought_in_line: lambda t: [
        colleagues.brought_in_line(colleague_of(t), t.person, t.person, held) for held in (None, LATER)
    ],
    colleagues.coming_line: lambda t: one(colleagues.coming_line(t.person)),
    colleagues.cannot_line: lambda t: one(colleagues.cannot_line(t.person)),
    colleagues.cannot_view: lambda t: one(colleagues.cannot_view(escalation_of(t), colleague_of(t), t.person)),
    hand_overs.hand_over_form: lambda t: [
        hand_overs.hand_over_form(escalation_of(t), brief, before) for brief in briefs(t) for before in ("", t.person)
    ],
    hand_overs.decline_form: lambda t: one(hand_overs.decline_form(hand_over_of(t), t.person)),
    hand_overs.offered_view: lambda t: [
        hand_overs.offered_view(escalation_of(t), hand_over_of(t), t.person, t.person, THREAD, again=again)
        for again in (True, False)
    ],
    hand_overs.accepted_view: lambda t: one(hand_overs.accepted_view(escalation_of(t), hand_over_of(t), t.person)),
    hand_overs.accepted_line: lambda t: one(
        hand_overs.accepted_line(hand_over_of(t), t.person, t.person),
        hand_overs.accepted_line(hand_over_of(t, facts="", promises="", mood="", avoid=""), t.person, t.person),
    ),
    hand_overs.declined_line: lambda t: [
        hand_overs.declined_line(t.person, t.person, why) for why in ("", t.sentence[:200])
    ],
    hand_overs.declined_view: lambda t: [
        hand_overs.declined_view(escalation_of(t, state), t.person, t.sentence[:200]) for state in ("waiting", "agreed")
    ],
    hand_overs.nobody_accepted_view: lambda t: [
        hand_overs.nobody_accepted_view(escalation_of(t, state), t.person, SOON - NOW)
        for state in ("waiting", "agreed")
    ],
    owners.offered_line: lambda t: [
        owners.offered_line(hand_over_of(t, state=state), t.person, t.person, t.person, held)
        for state in ("offered", "accepted") for held in (None, LATER)
    ],
    checklist.checklist_view: checklists,
    checklist.how_view: lambda _: [checklist.how_view(step.key) for step in PLAYBOOK.steps],
    checklist.skip_form: lambda t: [checklist.skip_form(step) for step in steps_of(t)],
    closing.close_form: forms_of_closing,
    closing.closed_line: lambda t: one(
        closing.closed_line(t.person, escalation_of(t, "closed")),
        closing.closed_line(t.person, escalation_of(t, "closed", lesson="", outcome=None)),
    ),
    closing.reopened_line: lambda t: one(closing.reopened_line(t.person, escalation_of(t))),
    corrections.correct_form: lambda t: one(corrections.correct_form(escalation_of(t))),
    corrections.named_view: lambda t: one(corrections.named_view(escalation_of(t if t.client else Typed()), t.person)),
    corrections.asked_in_thread_view: lambda _: one(corrections.asked_in_thread_view()),
    corrections.corrected_line: lambda t: one(
        corrections.corrected_line(t.person, [t.client or t.person, t.phone])
    ),
    corrections.phone_note_view: lambda t: one(corrections.phone_note_view(t.phone or "none")),
    corrections.merge_form: merges,
    corrections.merged_line: lambda t: one(corrections.merged_line(t.person, escalation_of(t), THREAD)),
    digest.digest_view: digests,
    escalations.card_view: cards,
    flagging.flag_form: lambda t: one(
        flagging.flag_form(), flagging.flag_form(words=t.sentence, heat=3, about="x" * 200, client=t.client)
    ),
    flagging.flagged_view: lambda t: [
        flagging.flagged_view(escalation_of(t), who, held, THREAD) for who in (t.person, None) for held in (None, LATER)
    ],
    flagging.flagged_unseen_view: lambda _: one(flagging.flagged_unseen_view()),
    flagging.passed_on_view: lambda _: one(flagging.passed_on_view()),
    flagging.closed_unseen_view: lambda _: one(flagging.closed_unseen_view()),
    flagging.joined_view: lambda t: one(flagging.joined_view(escalation_of(t), THREAD)),
    flagging.already_flagged_view: lambda _: one(flagging.already_flagged_view(THREAD)),
    flagging.closed_already_view: lambda t: one(flagging.closed_already_view(escalation_of(t), THREAD)),
    flagging.flagged_again_view: lambda t: one(
        flagging.flagged_again_view(escalation_of(t), t.person, t.sentence, THREAD),
        flagging.flagged_again_view(escalation_of(t), t.person, "", THREAD),
    ),
    flagging.joined_line: lambda t: one(
        flagging.joined_line(t.person, t.sentence, 5, THREAD), flagging.joined_line(t.person, "", None, None)
    ),
    naming.which_client_view: lambda t: [
        naming.which_client_view(escalation_of(t, client=None, client_typed=t.client), [t.client or "Acme"] * count)
        for count in (0, 1, 2, 4)
    ],
    flagging.withdrawn_view: lambda _: one(flagging.withdrawn_view()),
    follow_ups.follow_up_view: lambda t: one(follow_ups.follow_up_view(escalation_of(t, "agreed"), 5, THREAD)),
    follow_ups.answered_line: lambda t: [
        follow_ups.answered_line(t.person, escalation_of(t, "agreed"), feeling) for feeling in Feeling
    ],
    follow_ups.tried_line: lambda t: one(follow_ups.tried_line(t.person, escalation_of(t, "agreed"))),
    follow_ups.given_up_line: lambda t: one(follow_ups.given_up_line(escalation_of(t, "agreed"))),
    follow_ups.reopened_view: lambda t: one(follow_ups.reopened_view(escalation_of(t, "agreed"))),
    home.home_blocks: homes,
    home.undelivered_view: lambda t: [home.undelivered_view(message_of(t, state)) for state in ("parked", "ambiguous")],
    home.health_view: lambda t: [
        home.health_view([], home.Health(None, None, 0, 0), "2026.2", []),
        home.health_view([t.lesson] * 4, home.Health(NOW, NOW, 9_876, 12), "2026.2",
                         unclear_and_parked(t)),
    ],
    home.outside_blocks: lambda t: [home.outside_blocks(t.person)],
    home.list_view: lists,
    home.again_view: lambda _: [home.again_view(is_mine=mine) for mine in (True, False)],
    home.dropped_view: lambda _: [
        home.dropped_view(is_mine=mine, was_there=there) for mine in (True, False) for there in (True, False)
    ],
    follow_ups.follow_up_buttons: lambda t: [[follow_ups.follow_up_buttons(escalation_of(t), 5)]],
    promises.promise_buttons: lambda t: [[promises.promise_buttons(promise_of(t))]],
    escalations.card_buttons: lambda t: [escalations.card_buttons(about) for about in both(t)],
    nudges.phone_now_view: lambda t: [
        nudges.phone_now_view(about, THREAD, again=again) for again in (False, True) for about in both(t)
    ],
    nudges.half_view: lambda t: [
        nudges.half_view(about, SOON, now, step, THREAD)
        for now in (NOW, SOON, LATER) for step in (None, *steps_of(t)[:2]) for about in both(t)
    ],
    nudges.warning_view: lambda t: [
        nudges.warning_view(about, OWNER, SOON, now) for now in (NOW, SOON, LATER) for about in both(t)
    ],
    nudges.who_takes_it_view: lambda t: one(nudges.who_takes_it_view(escalation_of(t, owner=None))),
    nudges.lead_view: lambda t: [
        nudges.lead_view(escalation_of(t, owner=owner), NOW, t.person, THREAD) for owner in (OWNER, None)
    ],
    nudges.owner_is_off_view: lambda t: one(nudges.owner_is_off_view(escalation_of(t), t.person, LATER, THREAD)),
    nudges.handed_to_lead_view: lambda t: [
        nudges.handed_to_lead_view(escalation_of(t), NOW, t.person, held_until) for held_until in (None, NOW)
    ],
    nudges.no_lead_here_view: lambda t: one(nudges.no_lead_here_view(escalation_of(t), NOW)),
    nudges.more_time_view: lambda t: one(nudges.more_time_view(t.person)),
    nudges.reminder_view: lambda t: [
        nudges.reminder_view(escalation_of(t), SOON, at, THREAD) for at in (NOW, LATER)
    ],
    silence.still_on_it_view: lambda t: [silence.still_on_it_view(about, THREAD) for about in both(t)],
    silence.offered_view: lambda t: [silence.offered_view(about, t.person) for about in both(t)],
    silence.back_view: lambda t: one(silence.back_view(t.person)),
    silence.on_it_view: lambda t: [silence.on_it_view(about) for about in both(t)],
    snoozes.mute_form: lambda t: one(snoozes.mute_form(escalation_of(t))),
    snoozes.muted_view: lambda t: one(snoozes.muted_view(escalation_of(t), THREAD)),
    snoozes.muted_line: lambda t: one(snoozes.muted_line(t.person, t.sentence[:120])),
    snoozes.nothing_view: lambda _: one(snoozes.nothing_view()),
    owners.assign_form: lambda t: [owners.assign_form(escalation_of(t, owner=owner)) for owner in (FLAGGER, None)],
    owners.took_it_view: lambda t: [owners.took_it_view(t.person, before) for before in (t.person, None)],
    owners.given_view: lambda t: [owners.given_view(t.person, t.person, before) for before in (t.person, None)],
    owners.who_instead_view: lambda t: [
        owners.who_instead_view(escalation_of(t, state, owner=None), t.person, why)
        for state in ("waiting", "reached") for why in (said(OUTSIDERS[Role.GUEST]), said(owners.LEFT))
    ],
    owners.owner_gone_view: lambda t: one(
        owners.owner_gone_view(escalation_of(t, owner=None), t.person, said(OUTSIDERS[Role.DEACTIVATED]), THREAD)
    ),
    owners.yours_now_view: lambda t: one(
        owners.yours_now_view(escalation_of(t, "reached"), PLAYBOOK.steps[0].do, THREAD)
    ),
    privacy.client_would_go_view: lambda t: [
        privacy.client_would_go_view(t.client or "Acme", privacy.OfClient(
            escalations=n, promises=n, lessons=n, messages=n * 1_000,
        ), 3) for n in (0, 1, 12)
    ],
    privacy.person_would_go_view: lambda t: [
        privacy.person_would_go_view(t.person, privacy.OfPerson(escalations=n, messages=n), 4) for n in (0, 1, 12)
    ],
    privacy.noted_view: lambda _: one(privacy.noted_view(LATER)),
    privacy.keep_view: lambda _: one(privacy.keep_view()),
    privacy.planned_view: lambda t: one(privacy.planned_view(t.client or t.person, LATER, 5)),
    privacy.undone_view: lambda t: one(privacy.undone_view(t.client or t.person, t.person)),
    privacy.done_view: lambda _: one(privacy.done_view(NOW)),
    privacy.partly_done_view: lambda t: one(privacy.partly_done_view(t.client or "Acme")),
    privacy.not_done_view: lambda t: one(privacy.not_done_view(t.person, f"{t.person}.")),
    promises.agree_form: lambda t: one(promises.agree_form(escalation_of(t, "reached"), NOW)),
    promises.new_date_form: lambda t: one(promises.new_date_form(promise_of(t), NOW)),
    promises.promised_line: lambda t: one(promises.promised_line(t.person, promise_of(t))),
    promises.settled_line: lambda t: [
        promises.settled_line(t.person, promise_of(t), fate, LATER if fate is Fate.MOVED else None) for fate in Fate
    ],
    promises.settled_already_view: lambda t: [
        promises.settled_already_view(promise_of(t, state=fate)) for fate in Fate
    ],
    promises.settled_sheet: lambda _: one(promises.settled_sheet()),
    promises.due_soon_view: lambda t: one(promises.due_soon_view(escalation_of(t, "agreed"), promise_of(t), THREAD)),
    promises.due_now_view: lambda t: one(promises.due_now_view(escalation_of(t, "agreed"), promise_of(t), THREAD)),
    promises.late_view: lambda t: one(promises.late_view(escalation_of(t, "agreed"), promise_of(t), THREAD)),
    welcome.help_view: lambda _: one(welcome.help_view("#escalations")),
    welcome.hello_watched_view: lambda _: one(welcome.hello_watched_view()),
    welcome.hello_elsewhere_view: lambda _: one(welcome.hello_elsewhere_view("#escalations")),
    welcome.shared_channel_view: lambda _: one(welcome.shared_channel_view("acme-shared")),
}
