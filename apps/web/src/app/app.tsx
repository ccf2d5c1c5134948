import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import type { i18n } from "i18next";
import { StrictMode } from "react";
import { I18nextProvider } from "react-i18next";
import { QueriesProvider } from "../api/api-context.tsx";
import type { Queries } from "../api/queries.ts";
import { HintsProvider } from "../hints/hint-switch.tsx";
import { theme, themeStoredAs } from "../theme/theme.ts";
import { AnnounceProvider } from "../ui/announce.tsx";
import { Overlays } from "../ui/overlays.tsx";
import { StatusLineProvider } from "../ui/status-line.tsx";
import type { AppRouter } from "./router.tsx";

interface AppProps {
  readonly router: AppRouter;
  readonly queryClient: QueryClient;
  readonly queries: Queries;
  readonly i18n: i18n;
}

const schemes = localStorageColorSchemeManager({ key: themeStoredAs });

/** Everything below gets what it depends on from here. */
export function App({ router, queryClient, queries, i18n }: AppProps) {
  return (
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes}>
          <QueryClientProvider client={queryClient}>
            <QueriesProvider value={queries}>
              <AnnounceProvider>
                <StatusLineProvider>
                  <HintsProvider>
                    <RouterProvider router={router} />
                    <Overlays />
                  </HintsProvider>
                </StatusLineProvider>
              </AnnounceProvider>
            </QueriesProvider>
          </QueryClientProvider>
        </MantineProvider>
      </I18nextProvider>
    </StrictMode>
  );
}
