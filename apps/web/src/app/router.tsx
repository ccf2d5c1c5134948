import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  type RouterHistory,
  retainSearchParams,
} from "@tanstack/react-router";
import { failureOf } from "../api/client.ts";
import { filterNames, parseFilterSearch } from "../links/filter-search.ts";
import { parseSearch, stringifySearch } from "../links/search.ts";
import { parseClusterSearch, parseKeySearch, parsePrefixSearch } from "../links/view-state.ts";
import { Crashed } from "../ui/boundary.tsx";
import { ClusterRoute } from "./cluster-route.tsx";
import { KeyRoute } from "./key-route.tsx";
import { HomeRoute, NotFoundRoute, PrefixRoute, RootPageRoute, SourceRoute } from "./routes.tsx";

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundRoute });

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: "/", component: HomeRoute });

const sourceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/s/$source",
  validateSearch: parseFilterSearch,
  search: { middlewares: [retainSearchParams([...filterNames])] },
  component: SourceRoute,
});

const rootPageRoute = createRoute({
  getParentRoute: () => sourceRoute,
  path: "/",
  component: RootPageRoute,
});

const keyRoute = createRoute({
  getParentRoute: () => sourceRoute,
  path: "key",
  validateSearch: parseKeySearch,
  component: KeyRoute,
});

const prefixRoute = createRoute({
  getParentRoute: () => sourceRoute,
  path: "prefix",
  validateSearch: parsePrefixSearch,
  component: PrefixRoute,
});

const clusterRoute = createRoute({
  getParentRoute: () => sourceRoute,
  path: "cluster",
  validateSearch: parseClusterSearch,
  component: ClusterRoute,
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  sourceRoute.addChildren([rootPageRoute, keyRoute, prefixRoute, clusterRoute]),
]);

/** The addresses of the app. Tests give a history of their own. */
export function makeRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    parseSearch,
    stringifySearch,
    defaultErrorComponent: ({ error, reset }) => <Crashed error={failureOf(error)} again={reset} />,
    ...(history !== undefined && { history }),
  });
}

export type AppRouter = ReturnType<typeof makeRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
