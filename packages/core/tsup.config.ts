import { defineConfig, type Options } from 'tsup'
import { tsupOptions } from '../../tools/tsup.ts'

const options: Options = tsupOptions('core')

export default defineConfig(options)
