import { defineConfig, type Options } from 'tsup'
import { tsupOptions } from '../../tools/tsup.ts'

const options: Options = tsupOptions('analytics')

export default defineConfig(options)
