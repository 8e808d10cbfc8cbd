from story import Story


def test_a_flag_gives_a_card_a_checklist_and_a_call(story: Story) -> None:
    answer = story.fred.runs("/angry-client Acme Corp | third wrong invoice, they are furious @Olivia")
    print(answer)
    print(story.olivia.outline())
    assert False
