import { webStorage } from '@siyu/core'
import { createSiyuAdmin } from '@siyu/core/admin'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/layout.css'
import './styles/parts.css'
import './styles/pages.css'
import './styles/forms.css'
import './styles/rules.css'

/** The page is served by the API's own origin, so requests need no address. A session ends with the tab. */
const client = createSiyuAdmin({
  baseUrl: '',
  publishableKey: import.meta.env['VITE_SIYU_KEY'] ?? 'pk_demo',
  storage: webStorage(sessionStorage),
})

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App client={client} />
  </StrictMode>,
)
