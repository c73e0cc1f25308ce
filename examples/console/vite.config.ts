import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'

/** Where the API is while the page is served by Vite; the server itself serves the built page beside its API. */
const api = process.env['SIYU_URL'] ?? 'http://127.0.0.1:7100'

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: { conditions: ['siyu-source', ...defaultClientConditions] },
  server: { host: '127.0.0.1', proxy: { '/v1': api } },
  build: { target: 'es2022', chunkSizeWarningLimit: 700 },
})
