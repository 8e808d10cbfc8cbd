/** One sentence on what to do next, for somebody who sees this for the first time. */
import { byId, el, reconcile } from './dom.js'
import { DIRECT, HOME, page, person } from './page.js'
import { go, isFirstThree, isOutsider, players, roleOf } from './places.js'

export const FIRST = '/angry-client Acme | third wrong invoice, they are furious @Olivia'
const WAITING = /"(calls\.calling|calls\.reached|owners\.claim)"/ // on the card, as long as nobody has spoken with the client
const KEEP = 'first-call-guide'

const cards = () => page.state.channels.flatMap((each) => each.messages)
  .filter((message) => message.user === page.state.bot && !message.ephemeral)

/** {key, words, button, press} */
function next({ be, news, fill, wind }) {
  const me = person(page.me)
  if (isOutsider(me)) {
    const fred = players().find((each) => each.name === 'fred')
    return {
      key: 'outsider', words: [`${me.first_name} (${roleOf(me)}) gets no answer from First Call: it is for your own people only.`],
      button: 'Be Fred', press: () => be(fred.id),
    }
  }
  if (!cards().length) {
    const begin = () => {
      if (page.place !== HOME) fill(FIRST)
      else {
        go({ place: 'C0ESCALAT' })
        setTimeout(() => fill(FIRST), 200)
      }
    }
    return { key: 'flag', words: ['Start here: a client is furious. Send ', el('code', {}, FIRST)], button: 'Put it in the box', press: begin }
  }
  const told = players().find((each) => isFirstThree(each) && each.id !== page.me && news(each.id))
  if (told) {
    return {
      key: `be-${told.id}`, words: [`First Call has just written to ${told.first_name}, who ${isLead(told) ? 'leads' : 'is to phone'}.`],
      button: `Be ${told.first_name}`, press: () => be(told.id),
    }
  }
  const unopened = news(page.me)
  if (unopened && page.place !== DIRECT) {
    return { key: 'direct', words: [`First Call has written to ${me.first_name}.`], button: 'Read it', press: () => go({ place: DIRECT }) }
  }
  if (!cards().some((card) => WAITING.test(JSON.stringify(card.blocks)))) {
    return {
      key: 'monday',
      words: ['That call is done. As days pass, promises come due and a follow-up asks how the client feels; on Monday the digest is in #lessons.'],
      button: 'Wind to Monday', press: () => wind('next monday 09:00'),
    }
  }
  return {
    key: 'silence',
    words: ['Press a button as the person it is meant for. Or let time pass and see who hears of it when nobody phones.'],
    button: 'Wind 15 minutes', press: () => wind(900),
  }
}

const isLead = (member) => member.name === 'lena'

export function drawGuide(tools) {
  const guide = byId('guide')
  if (sessionStorage.getItem(KEEP) === 'done') {
    guide.hidden = true
    return
  }
  const hint = next(tools)
  guide.hidden = false
  reconcile(guide, [{ key: hint.key, mark: hint.key + page.me, build: () => el('div', {},
    el('p', {}, hint.words),
    el('button.button.primary', { type: 'button', 'data-focus': 'guide', onclick: hint.press }, hint.button),
    el('button.quiet', { type: 'button', 'aria-label': 'Hide these hints', title: 'Hide these hints', onclick: () => finish() }, '×')) }])
}

function finish() {
  sessionStorage.setItem(KEEP, 'done')
  byId('guide').hidden = true
}
