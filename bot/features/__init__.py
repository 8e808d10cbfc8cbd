"""The product's table of contents. The order is that of dependence: a feature uses only those named before it."""

from types import ModuleType

from bot.features import (
    absences,
    address_book,
    asks,
    calls,
    causes,
    checklist,
    client_lists,
    clients,
    closing,
    colleagues,
    corrections,
    digest,
    erasing,
    escalations,
    flagging,
    follow_ups,
    hand_overs,
    history,
    home,
    naming,
    nudges,
    owners,
    people,
    preferences,
    privacy,
    promises,
    retention,
    silence,
    snoozes,
    sources,
    steps,
    updates,
    welcome,
)

FEATURES: tuple[ModuleType, ...] = (
    people, clients, asks, causes, checklist, history, escalations, nudges, silence, snoozes, owners, updates,
    hand_overs, colleagues, absences, steps, naming, flagging, calls, follow_ups, promises, corrections, closing,
    digest, sources, erasing, retention, preferences, privacy, address_book, client_lists, welcome, home,
)  # fmt: skip
