import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './process.ts'
import { conceptOrder } from './tidy/layers.ts'
import { treeFiles } from './tidy/tree.ts'

const pages = treeFiles(root).filter((name) => name.endsWith('.md'))

/** Targets of the links and images of a page, code left out. */
function linksOf(page: string): readonly string[] {
  const text = fs.readFileSync(path.join(root, page), 'utf8')
  const prose = text.replace(/^```[^]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  const inline = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
  const html = [...prose.matchAll(/\b(?:src|href)="([^"]+)"/g)]
  return [...inline, ...html].map(([, target = '']) => target)
}

function isBroken(page: string, target: string): boolean {
  if (/^(https?:|mailto:|#)/.test(target)) return false
  const file = decodeURIComponent(target.replace(/#.*$/, ''))
  return !fs.existsSync(path.join(root, path.dirname(page), file))
}

describe('pages', () => {
  it('link only to files that are there', () => {
    const links = pages.flatMap((page) => linksOf(page).map((target) => ({ page, target })))
    expect(links.length).toBeGreaterThan(50)
    expect(links.filter(({ page, target }) => isBroken(page, target))).toEqual([])
  })

  it('stand in both languages', () => {
    const both = pages.filter((page) => /^(README|docs\/README|docs\/(concepts|guides)\/[\w-]+)(\.zh-CN)?\.md$/.test(page))
    const names = both.map((page) => page.replace(/(\.zh-CN)?\.md$/, ''))
    const single = names.filter((name) => !both.includes(`${name}.md`) || !both.includes(`${name}.zh-CN.md`))
    expect(both.length).toBeGreaterThan(2)
    expect(single).toEqual([])
  })

  it('tell of every concept, and the index names every page', () => {
    const folders = fs.readdirSync(path.join(root, 'packages/core/src')).filter((name) => conceptOrder.includes(name))
    expect(folders.filter((name) => !pages.includes(`docs/concepts/${name}.md`))).toEqual([])
    for (const [index, suffix] of [['docs/README.md', '.md'], ['docs/README.zh-CN.md', '.zh-CN.md']] as const) {
      const named = linksOf(index).map((target) => path.posix.join('docs', target))
      const wanted = pages.filter(
        (page) => /^docs\/(concepts|guides)\//.test(page) && page.endsWith(suffix) && isSame(page, suffix),
      )
      expect(wanted.filter((page) => !named.includes(page))).toEqual([])
    }
  })
})

/** `.zh-CN.md` ends in `.md` too. */
function isSame(page: string, suffix: string): boolean {
  return page.endsWith('.zh-CN.md') === (suffix === '.zh-CN.md')
}
