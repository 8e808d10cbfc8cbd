/** What the page knows, and how it asks the sandbox for more. */
import { capital, note } from './dom.js'

export const page = {
  me: '', // member id
  place: '', // a channel's id, DIRECT or HOME
  thread: '', // the ts of the open thread's first message
  state: null, // of the acting person
  states: new Map(), // by member id
  clock: null,
  heardAt: 0,
  homesAsked: new Set(), // whose Home tab the bot was asked for
  render: () => {},
}
export const DIRECT = 'messages'
export const HOME = 'home'

export const person = (id) => page.state.people.find((each) => each.id === id)
export const channel = (id) => [...page.state.channels, page.state.direct].find((each) => each.id === id)
/** The conversation that is open, or nothing on the Home tab. */
export const here = (state = page.state) =>
  page.place === DIRECT ? state.direct : state.channels.find((each) => each.id === page.place)

/** {key: text} that somebody began to write, by person and place. */
export const drafts = new Map()

async function json(path, options) {
  const answer = await fetch(path, options)
  return answer.json()
}

export const changes = (since) => json(`/sandbox/changes?since=${since}`)

/** Fetch what that person sees. An answer that a newer one has overtaken is dropped. */
export async function look(id) {
  const state = await json(`/sandbox/state?as=${id}`)
  if ((page.states.get(id)?.version ?? -1) > state.version) return
  page.states.set(id, state)
  page.clock = state.clock
  page.heardAt = performance.now()
  if (id !== page.me) return
  page.state = state
  page.render()
}

/** Do something as the acting person. Resolves to whether it was possible; if not, the page says why. */
export async function act(verb, more = {}) {
  const as = page.me
  try {
    const answer = await json('/sandbox/do', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ as, verb, ...more }),
    })
    if (!answer.ok) note(capital(`${answer.error}.`.replace(/([.?!])\.$/, '$1')))
    await look(as)
    return answer.ok
  } catch {
    note('The sandbox did not answer. Is it still running?')
    return false
  }
}
