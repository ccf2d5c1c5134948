import "./theme/mantine.css";
import "./theme/base.css";
import { createRoot } from "react-dom/client";
import { httpClient } from "./api/http-client.ts";
import { makeQueries, makeQueryClient } from "./api/queries.ts";
import { App } from "./app/app.tsx";
import { makeRouter } from "./app/router.tsx";
import { makeI18n } from "./locale/i18n.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root");

createRoot(root).render(
  <App
    router={makeRouter()}
    queryClient={makeQueryClient()}
    queries={makeQueries(httpClient((url, init) => fetch(url, init)))}
    i18n={makeI18n()}
  />,
);
