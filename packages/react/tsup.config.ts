import { defineConfig, type Options } from 'tsup'
import { clientTsupOptions } from '../../tools/tsup.ts'

/** Hooks and components need the browser; the query options of `./queries` must also be callable on a server. */
const isClient = (source: string): boolean => /^src\/(index|testing|tracking)\.tsx?$/.test(source)

const options: Options[] = clientTsupOptions('react', isClient)

export default defineConfig(options)
