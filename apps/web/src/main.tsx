import "./theme/mantine.css";
import "./theme/base.css";
import { createRoot } from "react-dom/client";
import { httpClient } from "./api/http-client.ts";
import { makeQueries, makeQueryClient } from "./api/queries.ts";
import { App } from "./app/app.tsx";
import { makeRouter } from "./app/router.tsx";
import { loadSentences, makeI18n } from "./locale/i18n.ts";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no #root");

const i18n = makeI18n();
const show = (): void =>
  createRoot(root).render(
    <App
      router={makeRouter()}
      queryClient={makeQueryClient()}
      queries={makeQueries(httpClient((url, init) => fetch(url, init)))}
      i18n={i18n}
    />,
  );
// Without its sentences a language is shown in English.
void loadSentences(i18n).then(show, show);
