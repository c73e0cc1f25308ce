import type { Properties } from '../events.ts'

/**
 * Words in the user agents of machines, lower case, with a name for each. Crawlers and monitors name themselves so in
 * their operators' own documentation; the libraries and browsers without a screen are those that send their names
 * unless told otherwise.
 */
const AGENTS: readonly string[] = [
  ...['googlebot', 'google-inspectiontool', 'adsbot-google', 'mediapartners-google', 'bingbot', 'bingpreview'],
  ...['baiduspider', 'sogou web spider', '360spider', 'yisouspider', 'bytespider', 'petalbot', 'toutiaospider'],
  ...['yandexbot', 'duckduckbot', 'applebot', 'amazonbot', 'seznambot', 'slurp', 'coccocbot'],
  ...[
    'gptbot',
    'chatgpt-user',
    'oai-searchbot',
    'claudebot',
    'anthropic-ai',
    'ccbot',
    'perplexitybot',
    'meta-externalagent',
  ],
  ...['ahrefsbot', 'semrushbot', 'mj12bot', 'dotbot', 'dataforseobot', 'screaming frog', 'archive.org_bot'],
  ...['facebookexternalhit', 'twitterbot', 'linkedinbot', 'slackbot', 'discordbot', 'telegrambot', 'whatsapp'],
  ...['headlesschrome', 'phantomjs', 'puppeteer', 'playwright', 'selenium', 'cypress', 'jsdom'],
  ...['lighthouse', 'pagespeed', 'gtmetrix', 'pingdom', 'uptimerobot', 'statuscake', 'site24x7'],
  ...['curl/', 'wget/', 'python-requests', 'python-urllib', 'scrapy', 'go-http-client', 'libwww-perl', 'java/'],
]
/** `Cubot` is a make of telephones. */
const GENERIC = /(?<!cu)bot\b|crawler|spider|crawling/

/** The user agent a request came with, and what its sender says of itself. */
export type Sender = { readonly userAgent: string | undefined; readonly context: Properties }

/**
 * Why an event looks like a machine's, or undefined. Rules: the user agent names one; the browser says it is driven by
 * a program (`context.webdriver`); its brands name a browser without a screen. Servers of the brand that send events
 * through a library are nobody's browser and are not judged by their own user agent.
 */
export function botReason({ userAgent, context }: Sender): string | undefined {
  if (context['webdriver'] === true) return 'webdriver'
  const own = context['userAgent']
  const agent = typeof own === 'string' ? own : isServerLibrary(context) ? undefined : userAgent
  return agentReason(agent) ?? brandReason(context['userAgentData'])
}

function isServerLibrary(context: Properties): boolean {
  const library = context['library'] as Properties | null | undefined
  return (
    typeof library === 'object' &&
    library !== null &&
    /node|server|python|java|ruby|php|go\b/i.test(String(library['name']))
  )
}

function agentReason(agent: string | undefined): string | undefined {
  if (agent === undefined) return undefined
  const known = seen.get(agent)
  if (known !== undefined) return known === '' ? undefined : known
  const lower = agent.slice(0, 1000).toLowerCase()
  const name = AGENTS.find((each) => lower.includes(each)) ?? (GENERIC.test(lower) ? 'unnamed' : undefined)
  const reason = name === undefined ? '' : `agent:${name.replace(/\W+$/, '')}`
  if (seen.size >= SEEN_MAX) seen.clear()
  seen.set(agent, reason)
  return reason === '' ? undefined : reason
}

/** Thousands of events come with the same few user agents; an empty reason is a person's. */
const seen = new Map<string, string>()
const SEEN_MAX = 2_000

function brandReason(data: unknown): string | undefined {
  const brands = typeof data === 'object' && data !== null ? (data as Properties)['brands'] : undefined
  const isHeadless = Array.isArray(brands) && brands.some((each) => /headless/i.test(String(each?.brand)))
  return isHeadless ? 'headless' : undefined
}
