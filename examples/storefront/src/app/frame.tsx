import type { ReactElement } from 'react'
import { Outlet, ScrollRestoration, useLocation } from 'react-router'
import { ToastProvider } from '../pieces/toast.tsx'
import { SignInProvider } from '../sign-in/sign-in.tsx'
import { useArrival } from './arrival.ts'
import { ConsentBar } from './consent-bar.tsx'
import { useDevice } from './device.ts'
import { OfflineNotice } from './offline-notice.tsx'
import { usePageViews } from './page-views.ts'
import { isTab, Tabs } from './tabs.tsx'

/** What is around every page: the phone-wide column, the tabs, and the sheets that can open anywhere. */
export function Frame(): ReactElement {
  const { pathname } = useLocation()
  usePageViews()
  useDevice()
  useArrival()
  return (
    <ToastProvider>
      <SignInProvider>
        <div className="frame">
          <OfflineNotice />
          <Outlet />
          <ConsentBar />
          {isTab(pathname) && <Tabs />}
        </div>
        <ScrollRestoration />
      </SignInProvider>
    </ToastProvider>
  )
}
