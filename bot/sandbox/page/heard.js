/** What is new, said to screen readers as a lock screen would say it. */
import { announce, el } from './dom.js'
import { DIRECT, page, person } from './page.js'
import { placeName } from './places.js'
import { mrkdwn } from './text.js'

const everything = (state) => [...state.channels.map((each) => [each.id, each]), [DIRECT, state.direct]]
  .flatMap(([place, conversation]) => conversation.messages.map((message) => ({ place, message })))

/** `before`: the states as they were, by member id. */
export function sayWhatIsNew(before) {
  for (const [id, state] of page.states) {
    const known = before.get(id)
    if (!known || known === state) continue
    const seen = new Set(everything(known).map(({ message }) => message.ts))
    const fresh = everything(state).filter(({ message }) => !seen.has(message.ts) && message.user !== id)
    if (id === page.me) {
      for (const { place, message } of fresh.slice(-3)) {
        announce(`${placeName(place)}, ${person(message.user)?.first_name}: ${el('p', {}, mrkdwn(message.text)).textContent}`)
      }
    } else if (fresh.some(({ place }) => place === DIRECT)) {
      announce(`${person(id).first_name} has a new direct message from First Call.`)
    }
  }
}
