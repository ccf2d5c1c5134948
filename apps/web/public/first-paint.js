// Runs before the first paint, as a file of its own because the page's security policy allows no inline script.
(() => {
  const stored = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const root = document.documentElement;
  const theme = stored("etcdscope.theme");
  const dark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.mantineColorScheme = dark ? "dark" : "light";
  const language = stored("etcdscope.language") ?? navigator.language;
  root.lang = language.startsWith("zh") ? "zh-CN" : "en";
})();
