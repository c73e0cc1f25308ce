import path from 'node:path'
import { build } from 'esbuild'
import { type Browser, chromium } from 'playwright-core'
import type { PageFiles } from './shop.fixture.ts'

/** Bundles a page as an application would: the engine in a chunk of its own. */
export async function buildPage(fixture: string): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: { page: path.join(import.meta.dirname, fixture) },
    ...{ bundle: true, splitting: true, write: false, outdir: '/', format: 'esm', jsx: 'automatic' },
    conditions: ['siyu-source'],
    define: { 'process.env.NODE_ENV': '"development"' },
  })
  return new Map(outputFiles.map((file) => [file.path, file.text]))
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}
