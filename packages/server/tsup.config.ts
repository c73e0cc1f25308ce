import { defineConfig, type Options } from 'tsup'
import { tsupOptions } from '../../tools/tsup.ts'

const options: Options = tsupOptions('server')

export default defineConfig(options)
