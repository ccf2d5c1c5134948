import { ActionIcon, type MantineColorScheme, Menu, Tooltip, useMantineColorScheme } from "@mantine/core";
import {
  type Icon,
  IconCheck,
  IconDeviceDesktop,
  IconLanguage,
  IconMoon,
  IconSun,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { changeLanguage, languageOf, languages } from "../locale/i18n.ts";

const schemes: readonly { id: MantineColorScheme; icon: Icon }[] = [
  { id: "light", icon: IconSun },
  { id: "dark", icon: IconMoon },
  { id: "auto", icon: IconDeviceDesktop },
];

export function ThemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { icon: Shape } = schemes.find(({ id }) => id === colorScheme) ?? { icon: IconDeviceDesktop };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t("theme.label")}>
          <ActionIcon size={28} aria-label={t("theme.label")}>
            <Shape size={17} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(({ id, icon: Entry }) => (
          <Menu.Item
            key={id}
            leftSection={<Entry size={16} />}
            rightSection={id === colorScheme ? <IconCheck size={16} /> : undefined}
            onClick={() => setColorScheme(id)}
          >
            {t(`theme.${id}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  const here = languageOf(i18n.language);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={t("language.label")}>
          <ActionIcon size={28} aria-label={t("language.label")}>
            <IconLanguage size={17} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {languages.map(({ id, tag, label }) => (
          <Menu.Item
            key={id}
            lang={tag}
            rightSection={id === here ? <IconCheck size={16} /> : undefined}
            onClick={() => changeLanguage(i18n, id)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
