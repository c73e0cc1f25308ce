import type { Siyu } from '@siyu/core'
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
export function App({ client }: { readonly client: Siyu }): ReactElement {
  return (
    <LanguageProvider>
      <QueryClientProvider client={queryClient}>
        <Content client={client} />
      </QueryClientProvider>
    </LanguageProvider>
  )
}

function Content({ client }: { readonly client: Siyu }): ReactElement {
  const { locale } = useLanguage()
  const session = useSessionOf(client)
  return (
    <SiyuProvider client={client} locale={locale} live={false}>
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
