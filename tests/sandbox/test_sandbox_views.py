"""Modals and the Home tab: triggers, hashes, stacks."""

import pytest


def view(title="Flag", **more):
    block = {
        "type": "input", "block_id": "client", "label": {"type": "plain_text", "text": "Client"},
        "element": {"type": "plain_text_input", "action_id": "typed"},
    }  # fmt: skip
    named = {name: {"type": "plain_text", "text": words} for name, words in (("title", title), ("submit", "Go"))}
    return {"type": "modal", "callback_id": "flag", "blocks": [block], **named, **more}


HOME = {"type": "home", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*Mine*"}}]}


@pytest.fixture
def trigger(slack, fred):
    return lambda: slack.triggers.hand_out(fred.member)


def test_a_modal_opens_for_the_one_who_triggered_it(client, trigger, fred, olivia):
    answer = client.views_open(trigger_id=trigger(), view=view())["view"]
    assert (answer["callback_id"], answer["root_view_id"], answer["previous_view_id"]) == ("flag", answer["id"], None)
    assert answer["state"]["values"] == {"client": {"typed": {"type": "plain_text_input", "value": None}}}
    assert fred.form.title == "Flag"
    with pytest.raises(AssertionError, match="no form is open"):
        _ = olivia.form


def test_a_trigger_is_good_once_and_for_three_seconds(slack, client, trigger, refusal):
    used = trigger()
    client.views_open(trigger_id=used, view=view())
    assert refusal(client.views_open, trigger_id=used, view=view()) == "exchanged_trigger_id"
    old = trigger()
    slack.triggers.age(3.1)
    assert refusal(client.views_open, trigger_id=old, view=view()) == "expired_trigger_id"
    assert refusal(client.views_open, trigger_id="1.2.3", view=view()) == "invalid_trigger_id"


def test_a_view_that_slack_refuses_does_not_use_up_the_trigger(client, trigger, refusal):
    same = trigger()
    assert refusal(client.views_open, trigger_id=same, view=view("x" * 25)).startswith(
        "invalid_arguments; [ERROR] must be"
    )
    assert refusal(client.views_open, trigger_id=same, view=HOME).startswith(
        "invalid_arguments; [ERROR] must be a modal"
    )
    assert client.views_open(trigger_id=same, view=view())["ok"]


def test_a_view_of_more_than_250_kilobytes_is_refused(client, trigger, refusal):
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3000}}] * 84
    assert refusal(client.views_open, trigger_id=trigger(), view=view(blocks=blocks)) == "view_too_large"


def test_an_update_keeps_what_was_entered_under_the_same_ids(client, trigger, fred):
    opened = client.views_open(trigger_id=trigger(), view=view())["view"]
    fred.fills({"Client": "Acme"})
    updated = client.views_update(view_id=opened["id"], hash=opened["hash"], view=view("Flag it"))["view"]
    assert updated["state"]["values"]["client"]["typed"]["value"] == "Acme"
    assert (fred.form.title, fred.form.fields) == ("Flag it", {"Client": "Acme"})


def test_an_update_with_an_old_hash_is_refused(client, trigger, refusal):
    opened = client.views_open(trigger_id=trigger(), view=view())["view"]
    client.views_update(view_id=opened["id"], view=view("Second"))
    assert (
        refusal(client.views_update, view_id=opened["id"], hash=opened["hash"], view=view("Third")) == "hash_conflict"
    )


def test_a_view_is_found_by_its_external_id_which_is_unique(client, trigger, fred, refusal):
    client.views_open(trigger_id=trigger(), view=view(external_id="draft-1"))
    client.views_update(external_id="draft-1", view=view("Second", external_id="draft-1"))
    assert fred.form.title == "Second"
    assert refusal(client.views_open, trigger_id=trigger(), view=view(external_id="draft-1")) == "duplicate_external_id"


def test_a_closed_view_is_not_updated(client, trigger, fred, refusal):
    opened = client.views_open(trigger_id=trigger(), view=view())["view"]
    fred.cancels()
    assert refusal(client.views_update, view_id=opened["id"], view=view()) == "not_found"


def test_views_stack_three_deep(client, trigger, fred, refusal):
    for title in ("First", "Second", "Third"):
        client.views_open(trigger_id=trigger(), view=view(title))
    assert refusal(client.views_open, trigger_id=trigger(), view=view()) == "push_limit_reached"
    fred.cancels()
    assert fred.form.title == "Second"


def test_a_home_tab_is_each_persons_own(client, fred, olivia, refusal):
    first = client.views_publish(user_id=fred.id, view=HOME)["view"]
    fred.sees("Mine", where="home")
    olivia.does_not_see("Mine")
    client.views_publish(user_id=fred.id, hash=first["hash"], view=HOME)
    assert refusal(client.views_publish, user_id=fred.id, hash=first["hash"], view=HOME) == "hash_conflict"
    assert refusal(client.views_publish, user_id="U0NOBODY0", view=HOME) == "user_not_found"
    assert refusal(client.views_publish, user_id=fred.id, view=view()).startswith("invalid_arguments")
