import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** The accent; shade 7 carries white text at 5.5:1. */
const scope: MantineColorsTuple = [
  "#f0fdfa",
  "#ccfbf1",
  "#99f6e4",
  "#5eead4",
  "#2dd4bf",
  "#14b8a6",
  "#0d9488",
  "#0f766e",
  "#115e59",
  "#134e4a",
];

/** Menus and tooltips stand in a landmark of their own. */
export const overlaysId = "overlays";

const portalProps = { target: `#${overlaysId}` };

export const theme = createTheme({
  colors: { scope },
  primaryColor: "scope",
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  defaultRadius: "sm",
  fontFamily: "var(--font-text)",
  fontFamilyMonospace: "var(--font-code)",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { openDelay: 400, transitionProps: { duration: 0 }, portalProps } },
    Menu: {
      defaultProps: {
        transitionProps: { duration: 0 },
        shadow: "md",
        portalProps,
        // It would stand among the items as something that is none.
        withInitialFocusPlaceholder: false,
      },
    },
    Button: { defaultProps: { fw: 500 } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
  },
});

/** Where the choice of theme is kept: the script of the first paint reads the same name. */
export const themeStoredAs = "etcdscope.theme";
