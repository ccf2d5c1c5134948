import { configure } from "@testing-library/react";

/** What never comes fails after a minute; what a slow machine draws late does not. */
configure({ asyncUtilTimeout: 60_000 });
