/** Time in the sandbox, and Slack's date tokens in the acting person's zone (as bot/sandbox/reading.py has them). */
import { page } from './page.js'

const formats = new Map()

/** Now in the sandbox, in unix seconds. */
export function now() {
  const { clock, heardAt } = page
  return clock.frozen ? Date.parse(clock.now) / 1000 : Date.parse(clock.now) / 1000 + (performance.now() - heardAt) / 1000
}

export function zoneOfMine() {
  return page.state.people.find((person) => person.id === page.me).zone
}

export const placeOfZone = (zone) => zone.split('/').at(-1).replaceAll('_', ' ')

/** {year, month, day, hour, minute, second, weekday, monthName} on the wall of that zone. */
export function wall(seconds, zone) {
  if (!formats.has(zone)) {
    const options = { timeZone: zone, hourCycle: 'h23', weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }
    formats.set(zone, new Intl.DateTimeFormat('en-GB', { ...options, hour: '2-digit', minute: '2-digit', second: '2-digit' }))
  }
  const parts = Object.fromEntries(formats.get(zone).formatToParts(seconds * 1000).map((part) => [part.type, part.value]))
  const month = MONTHS.indexOf(parts.month)
  return {
    weekday: parts.weekday, monthName: parts.month, month, year: +parts.year, day: +parts.day,
    hour: parts.hour, minute: parts.minute, second: parts.second,
  }
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
  'November', 'December']

const midnight = (at) => Date.UTC(at.year, at.month, at.day) / 86_400_000
const two = (number) => String(number).padStart(2, '0')

function ordinal(day) {
  return day > 10 && day < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')
}

export function ago(seconds) {
  const distance = Math.floor(Math.abs(seconds))
  if (distance < 60) return 'now'
  const [size, unit] = [[86_400, 'day'], [3_600, 'hour'], [60, 'minute']].find(([each]) => distance >= each)
  const amount = Math.floor(distance / size)
  const words = `${amount} ${unit}${amount > 1 ? 's' : ''}`
  return seconds < 0 ? `${words} ago` : `in ${words}`
}

/** https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function dated(seconds, pattern, zone = zoneOfMine()) {
  const at = wall(seconds, zone)
  const day = { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[midnight(at) - midnight(wall(now(), zone))]
  const monthDay = `${at.monthName} ${at.day}${ordinal(at.day)}`
  const spoken = `${monthDay}, ${at.year}`
  const short = `${at.monthName.slice(0, 3)} ${at.day}, ${at.year}`
  const tokens = {
    date_num: `${at.year}-${two(at.month + 1)}-${two(at.day)}`,
    date_slash: `${two(at.month + 1)}/${two(at.day)}/${at.year}`,
    date: spoken, date_short: short, date_long: `${at.weekday}, ${spoken}`,
    date_pretty: day ?? spoken, date_short_pretty: day ?? short, date_long_pretty: day ?? `${at.weekday}, ${spoken}`,
    day_divider_pretty: day ?? `${at.weekday}, ${monthDay}`,
    time: `${at.hour}:${at.minute}`, time_secs: `${at.hour}:${at.minute}:${at.second}`,
    ago: ago(seconds - now()),
  }
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => tokens[name] ?? whole)
}

/** Unix seconds as a datetime-local field has them, and back. */
export function toLocal(seconds, zone = zoneOfMine()) {
  const at = wall(seconds, zone)
  return `${at.year}-${two(at.month + 1)}-${two(at.day)}T${at.hour}:${at.minute}`
}

export function fromLocal(local, zone = zoneOfMine()) {
  const wanted = Date.parse(`${local}Z`) / 1000
  let guess = wanted
  for (let round = 0; round < 2; round += 1) guess += wanted - Date.parse(`${toLocal(guess, zone)}Z`) / 1000
  return guess
}

/** Dates stay true while the clock goes on: no message has to be drawn again. */
export function redate() {
  for (const node of document.querySelectorAll('time[data-pattern]')) {
    const words = dated(+node.dataset.seconds, node.dataset.pattern)
    if (node.textContent !== words) node.textContent = words
  }
}
