import type { SiyuAdmin } from '@siyu/core/admin'
import { adminErrorWords } from '@siyu/core/words'
import { SiyuProvider } from '@siyu/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactElement, useMemo } from 'react'
import { RouterProvider } from 'react-router/dom'
import { LanguageProvider, useLanguage } from '../language/language.tsx'
import { AdminProvider, useSessionOf } from '../operator/operator.tsx'
import { SignInPage } from '../pages/sign-in/page.tsx'
import { createRouter } from './routes.tsx'

const queryClient = new QueryClient()

/** The console: providers, then sign-in or pages. */
export function App({ client }: { readonly client: SiyuAdmin }): ReactElement {
  return (
    <LanguageProvider>
      <QueryClientProvider client={queryClient}>
        <Content client={client} />
      </QueryClientProvider>
    </LanguageProvider>
  )
}

function Content({ client }: { readonly client: SiyuAdmin }): ReactElement {
  const { locale } = useLanguage()
  const session = useSessionOf(client)
  return (
    <SiyuProvider client={client} locale={locale} live={false} errorWords={adminErrorWords}>
      {session.status === 'operator' ? (
        <AdminProvider key={session.operatorId} client={client} operatorId={session.operatorId}>
          <Pages operatorName={session.name} />
        </AdminProvider>
      ) : (
        session.status !== 'loading' && <SignInPage client={client} />
      )}
    </SiyuProvider>
  )
}

function Pages({ operatorName }: { readonly operatorName: string }): ReactElement {
  const router = useMemo(() => createRouter(operatorName), [operatorName])
  return <RouterProvider router={router} />
}
