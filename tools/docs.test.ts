import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { listEndpoints } from '../packages/core/src/admin.ts'
import type { Endpoint } from '../packages/core/src/kernel/index.ts'
import { root } from './process.ts'
import { conceptOrder } from './tidy/layers.ts'
import { treeFiles } from './tidy/tree.ts'

const pages = treeFiles(root).filter((name) => name.endsWith('.md'))
const twoLanguages = /^(README|docs\/README|docs\/(concepts|guides)\/[\w-]+)(\.zh-CN)?\.md$/

/** Targets of the links and images of a page, code left out. */
function linksOf(page: string): readonly string[] {
  const text = fs.readFileSync(path.join(root, page), 'utf8')
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

function isBroken(page: string, target: string): boolean {
  if (/^(https?:|mailto:|#)/.test(target)) return false
  const file = decodeURIComponent(target.replace(/#.*$/, ''))
  return !fs.existsSync(path.join(root, path.dirname(page), file))
}

/** A row of a table of endpoints: what it calls which address, and what it says beside. */
type EndpointRow = { readonly name: string; readonly address: string | undefined; readonly cells: string }

function endpointRows(language: '.md' | '.zh-CN.md'): readonly EndpointRow[] {
  const tables = pages.filter((page) => /^docs\/concepts\/[\w-]+(\.zh-CN)?\.md$/.test(page))
  const ours = tables.filter((page) => page.endsWith('.zh-CN.md') === (language === '.zh-CN.md'))
  const rows = ours.flatMap((page) => fs.readFileSync(path.join(root, page), 'utf8').match(/^\| `\w+\.\w+`.*$/gm) ?? [])
  return rows.flatMap((row) => {
    const [, first = '', ...rest] = row.split(' | ').flatMap((cell, index) => (index === 0 ? ['', cell] : [cell]))
    const address = /(?:GET|POST|PUT|DELETE) (\/[\w/:-]*\w)/.exec(first)?.[1]
    return [...first.matchAll(/`(\w+\.\w+)`/g)].map(([, name = '']) => ({ name, address, cells: rest.join(' ') }))
  })
}

/** Whether a row names every refusal in order, or the first ones and then, in words, where the others are named. */
function tellsRefusals({ refusals }: Endpoint, { cells }: EndpointRow): boolean {
  const codes = Object.keys(refusals)
  const known = [...cells.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code = '']) => code)
  const told = known.filter((code) => codes.includes(code))
  const refersOn = /\bas\b|\bthose of\b|\bsee\b|同|见/.test(cells)
  const statuses = [...cells.matchAll(/`([a-z_]+)`(?: \(|（| )(\d{3})/g)]
  if (statuses.some(([, code = '', status]) => code in refusals && refusals[code] !== Number(status))) return false
  return told.join() === (refersOn ? codes.slice(0, told.length) : codes).join()
}

describe.each(['.md', '.zh-CN.md'] as const)('the tables of endpoints (%s)', (language) => {
  const rows = endpointRows(language)

  it('name every endpoint of the network at its address', () => {
    const missing = listEndpoints().filter(
      ({ name, path: address }) => !rows.some((row) => row.name === name && row.address === address),
    )
    expect(missing.map(({ name }) => name)).toEqual([])
  })

  it('name everything an endpoint can refuse, in order', () => {
    const endpoints = new Map<string, Endpoint>(listEndpoints().map((endpoint) => [endpoint.name, endpoint]))
    const told = rows.flatMap((row) => {
      const endpoint = endpoints.get(row.name)
      return endpoint === undefined ? [] : [{ endpoint, row }]
    })
    expect(told.length).toBeGreaterThan(250)
    expect(told.filter(({ endpoint, row }) => !tellsRefusals(endpoint, row)).map(({ row }) => row)).toEqual([])
  })
})

describe('the pages', () => {
  it('link only to files that are there', () => {
    const links = pages.flatMap((page) => linksOf(page).map((target) => ({ page, target })))
    expect(links.length).toBeGreaterThan(50)
    expect(links.filter(({ page, target }) => isBroken(page, target))).toEqual([])
  })

  it('stand in both languages', () => {
    const both = pages.filter((page) => twoLanguages.test(page))
    const names = new Set(both.map((page) => page.replace(/(\.zh-CN)?\.md$/, '')))
    expect(both).toEqual([...names].flatMap((name) => [`${name}.md`, `${name}.zh-CN.md`]).sort())
    expect(names.size).toBeGreaterThan(2)
  })

  it('tell of every concept', () => {
    const folders = fs.readdirSync(path.join(root, 'packages/core/src')).filter((name) => conceptOrder.includes(name))
    expect(folders.length).toBeGreaterThan(0)
    expect(folders.filter((name) => !pages.includes(`docs/concepts/${name}.md`))).toEqual([])
  })

  it.each(['docs/concepts/referrals.md', 'docs/concepts/referrals.zh-CN.md'])(
    '%s names only tests that are there',
    (page) => {
      const text = fs.readFileSync(path.join(root, page), 'utf8')
      const named = [...text.matchAll(/`([\w-]+\.test\.ts)` "([^"]+)"/g)].map(([, file = '', name = '']) => ({
        file,
        name,
      }))
      expect(named.length).toBeGreaterThan(5)
      const rooms = ['core', 'server'].flatMap((owner) =>
        ['referrals', 'campaigns'].map((room) => `packages/${owner}/src/${room}`),
      )
      const tests = rooms.flatMap((room) =>
        fs
          .readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
          .map((file) => path.join(root, room, file)),
      )
      const isThere = ({ file, name }: { file: string; name: string }): boolean =>
        tests.some((test) => path.basename(test) === file && fs.readFileSync(test, 'utf8').includes(name))
      expect(named.filter((each) => !isThere(each))).toEqual([])
    },
  )

  it.each(['docs/README.md', 'docs/README.zh-CN.md'])('are all named in %s', (index) => {
    const named = new Set(linksOf(index).map((target) => path.posix.join('docs', target)))
    const isChinese = (page: string): boolean => page.endsWith('.zh-CN.md')
    const wanted = pages.filter(
      (page) => /^docs\/(concepts|guides)\//.test(page) && isChinese(page) === isChinese(index),
    )
    expect(wanted.filter((page) => !named.has(page))).toEqual([])
  })
})
