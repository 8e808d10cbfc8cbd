/** The page: be somebody, look around, and see every change as it happens. */
import { drawComposers, fill, wireComposer } from './composer.js'
import { dated, now, placeOfZone, redate, wall, zoneOfMine } from './dates.js'
import { announce, byId, el, note, reconcile } from './dom.js'
import { drawForm, drawHome, wireForm } from './form.js'
import { drawGuide } from './guide.js'
import { sayWhatIsNew } from './heard.js'
import { badge, openMenu, stepThrough } from './menus.js'
import { drawConversation, drawThread, portrait, remark, threadTitle } from './messages.js'
import { act, changes, DIRECT, here, HOME, look, page, person } from './page.js'
import { arrive, become, channels, go, isFirstThree, placeName, players, roleOf, whereabouts } from './places.js'
import { forgetFuture, unread } from './unread.js'

const WINDS = [
  ['+1 min', 60], ['+5 min', 300], ['+15 min', 900], ['+1 hour', 3600],
  ['Tomorrow\n09:00', 'tomorrow 09:00'], ['Monday\n09:00', 'next monday 09:00'],
]

// The people

const news = (id) => unread(page.states.get(id), DIRECT)
const be = (id) => become(id, id !== page.me && news(id) > 0)

function drawPeople() {
  const first = players().filter(isFirstThree)
  const others = players().filter((each) => !isFirstThree(each))
  const other = others.find((each) => each.id === page.me)
  const waiting = others.reduce((sum, each) => sum + (each.id === page.me ? 0 : news(each.id)), 0)
  const wanted = first.map((member) => ({
    key: member.id, mark: JSON.stringify([member.id === page.me, news(member.id)]), build: () => personButton(member),
  }))
  wanted.push({ key: 'more', mark: JSON.stringify([other?.id, waiting]), build: () => moreButton(others, other, waiting) })
  reconcile(byId('people-list'), wanted)
}

function personButton(member) {
  const pressed = member.id === page.me
  return el('button.person', { type: 'button', 'aria-pressed': String(pressed), 'data-focus': member.id, onclick: () => be(member.id) },
    portrait(member), el('span', {}, el('b', {}, member.first_name), el('small', {}, roleOf(member))),
    badge(pressed ? 0 : news(member.id), 'unread direct messages'))
}

function moreButton(others, other, waiting) {
  const choices = () => others.map((each) => ({
    label: each.first_name, detail: `${roleOf(each)} · ${placeOfZone(each.zone)}`,
    badge: news(each.id), badgeWords: 'unread direct messages', press: () => be(each.id),
  }))
  return el('button.person', {
    type: 'button', 'aria-haspopup': 'menu', 'aria-pressed': String(Boolean(other)), 'data-focus': 'more',
    onclick: (event) => openMenu(event.currentTarget, choices()),
  }, other ? portrait(other) : el('span.portrait', { 'aria-hidden': 'true' }, '⋯'),
  el('span', {}, el('b', {}, other?.first_name ?? 'Others'), el('small', {}, other ? roleOf(other) : `${others.length} more`)), badge(waiting))
}

// The places

function drawPlaces() {
  const places = [DIRECT, HOME, ...channels().map((each) => each.id)]
  const label = (place) => ({ [DIRECT]: 'Messages', [HOME]: 'Home' })[place] ?? placeName(place)
  const wanted = places.map((place) => {
    const count = place === page.place ? 0 : unread(page.state, place)
    const current = place === page.place
    return {
      key: place, mark: JSON.stringify([count, current, page.me]),
      build: () => el('button.place', {
        type: 'button', 'aria-current': current ? 'page' : null, 'data-focus': place, class: count ? 'place news' : 'place',
        onclick: () => go({ place }),
      }, el('span', {}, label(place)), badge(count)),
    }
  })
  const heading = (words) => ({ key: `heading ${words}`, mark: '', build: () => el('h2', {}, words) })
  reconcile(byId('places-list'), [heading('First Call'), ...wanted.slice(0, 2), heading('Channels'), ...wanted.slice(2)])
  const options = places.map((place) => {
    const count = place === page.place ? 0 : unread(page.state, place)
    const words = (place === DIRECT || place === HOME ? 'First Call: ' : '') + label(place)
    return { key: place, mark: `${words}${count}`, build: () => el('option', { value: place }, words + (count ? `  (${count} new)` : '')) }
  })
  reconcile(byId('places-select'), options)
  byId('places-select').value = page.place
  const elsewhere = places.reduce((sum, place) => sum + (place === page.place ? 0 : unread(page.state, place)), 0)
  byId('places-new').textContent = elsewhere ? String(elsewhere) : ''
}

// The clock

function drawClock() {
  const zone = zoneOfMine()
  const at = wall(now(), zone)
  byId('clock-day').textContent = `${at.weekday} ${at.day} ${at.monthName}`
  byId('clock-time').textContent = `${at.hour}:${at.minute}`
  byId('clock-zone').textContent = placeOfZone(zone)
  byId('clock-chip-time').textContent = `${at.weekday.slice(0, 3)} ${at.hour}:${at.minute}`
}

async function wind(by) {
  if (byId('clock').getAttribute('aria-busy')) return
  byId('clock').setAttribute('aria-busy', 'true')
  if (await act('wind', { by })) {
    drawClock()
    redate()
    announce(`It is ${dated(now(), '{day_divider_pretty}, {time}')} in ${placeOfZone(zoneOfMine())}.`)
  }
  byId('clock').removeAttribute('aria-busy')
}

// All of it

function render() {
  const { state } = page
  document.title = `${placeName(page.place)} · ${person(page.me).first_name} · First Call sandbox`
  byId('workspace').textContent = state.workspace.name
  const conversation = here()
  byId('home').hidden = page.place !== HOME
  byId('messages').hidden = page.place === HOME
  const threaded = Boolean(conversation && page.thread && drawThread()) // first: what is read there is not new in the channel
  if (conversation) drawConversation()
  else drawHome()
  byId('place-title').textContent = placeName(page.place)
  byId('place-remark').textContent = conversation ? remark(conversation) : `what ${person(page.me).first_name} has to do`
  byId('thread').hidden = !threaded
  byId('thread-title').textContent = threadTitle()
  document.body.classList.toggle('threaded', threaded)
  byId('main').inert = threaded && innerWidth < 1080
  drawComposers()
  drawPeople()
  drawPlaces()
  drawGuide({ be, news, fill, wind })
  drawForm()
  drawClock()
  redate()
  reconcile(byId('warnings'), state.warnings.map((words, index) => ({
    key: `${index}`, mark: words, build: () => el('p', {}, words) })))
  byId('warning').hidden = !state.warnings.length
}

let arriving = 0

/** Go where the address says. */
async function arriveThere() {
  arriving += 1
  const turn = arriving
  const where = whereabouts(page.state ?? (await firstState()))
  const already = page.states.get(where.me)
  page.me = where.me
  if (already) {
    page.state = already
    arrive(where)
    render()
  } else {
    page.render = () => {}
    await look(where.me)
    if (turn !== arriving) return
    arrive(where)
    page.render = render
    render()
  }
  if (page.place !== HOME) return
  await act('home')
  page.homesAsked.add(where.me)
  render()
}

async function firstState() {
  const state = await (await fetch('/sandbox/state?as=fred')).json()
  forgetFuture(state.clock.seconds)
  return state
}

/** Wait for changes and look again: first as oneself, then as everybody else, for their badges. */
async function follow() {
  let version = -1
  for (;;) {
    try {
      const { version: newest } = await changes(version)
      byId('lost').hidden = true
      if (newest !== version) {
        const before = new Map(page.states)
        await look(page.me)
        forgetFuture(page.state.clock.seconds)
        await Promise.all(players().filter((each) => each.id !== page.me).map((each) => look(each.id)))
        sayWhatIsNew(before)
        drawPeople()
        drawGuide({ be, news, fill, wind })
      }
      version = newest
    } catch (error) {
      console.warn(error)
      byId('lost').hidden = false
      version = -1 // it may come back as another one, with a younger clock
      page.states.clear()
      await new Promise((resolve) => setTimeout(resolve, 1500))
    }
  }
}

function wire() {
  wireComposer('composer', { inThread: false })
  wireComposer('thread-composer', { inThread: true })
  wireForm()
  for (const menu of [byId('menu'), byId('form-menu')]) menu.addEventListener('keydown', stepThrough)
  byId('winds').append(...WINDS.map(([label, by]) => el('button.button.small', { type: 'button', onclick: () => wind(by) }, label)))
  byId('clock-chip').addEventListener('click', ({ currentTarget }) => openMenu(currentTarget, [
    { label: `Wind the clock (${placeOfZone(zoneOfMine())} time)` }, ...WINDS.map(([label, by]) => ({ label, press: () => wind(by) })),
  ]))
  byId('places-select').addEventListener('change', ({ target }) => go({ place: target.value }))
  byId('thread-close').addEventListener('click', () => go({ place: page.place }))
  byId('thread').addEventListener('keydown', (event) => { if (event.key === 'Escape') go({ place: page.place }) })
  byId('warning-close').addEventListener('click', () => act('dismiss'))
  for (const id of ['messages', 'replies']) {
    byId(`${id}-more`).addEventListener('click', () => { byId(id).scrollTop = byId(id).scrollHeight })
  }
  addEventListener('hashchange', arriveThere)
  addEventListener('resize', () => page.state && render())
  document.addEventListener('visibilitychange', () => page.state && render())
  setInterval(() => { if (page.state) { drawClock(); redate() } }, 1000)
}

wire()
arriveThere().then(follow, () => note('The sandbox did not answer. Reload the page.'))
