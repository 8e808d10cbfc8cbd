"""First Call coaches a team through an angry client, live.

    app.py → assembly → features · slack.app · scheduler · outbox
                                                  ↓         ↓
                                               clocks    delivery (Slack)
      listeners → usecases → rules     listeners → views → rules
                     ↓  └──→ views        views → slack.blocks/text/ids, models
                   work → db.models → db.base

Listeners translate, use cases act, rules decide, views show. What happens, happens in one transaction handed in as
`work`. What we say in Slack is a row of `messages`; the outbox makes Slack agree. When something needs attention is a
column; `clocks` serves them all. `tests/house` holds us to this.
"""

import zoneinfo

zoneinfo.reset_tzpath(())  # zones come from the tzdata we pin: the host's may be years old
