import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

/** Where the API runs while the shop is developed: `SIYU_URL`, or the usual address of `siyu dev`. */
const api = process.env['SIYU_URL'] ?? 'http://127.0.0.1:7100'

export default defineConfig({
  base: '/',
  plugins: [react()],
  resolve: { conditions: ['siyu-source', ...defaultClientConditions] },
  server: { host: '127.0.0.1', proxy: { '/v1': api } },
  build: { target: 'es2023', chunkSizeWarningLimit: 700 },
})
