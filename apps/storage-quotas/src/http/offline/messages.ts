import { type Tier } from '@waybill/kernel';
import { type Language } from '@waybill/platform';

type Texts = Readonly<Record<Language, string>>;

const TEXTS = {
  initialized: {
    en: 'Storage quota initialized',
    zh: '存储配额已初始化',
    fr: 'Quota de stockage initialisé',
    ru: 'Квота хранилища создана',
  },
  upgraded: {
    en: 'Storage upgraded to {tier}',
    zh: '存储空间已升级为 {tier}',
    fr: 'Stockage passé à {tier}',
    ru: 'Хранилище переведено на {tier}',
  },
  settingsUpdated: {
    en: 'Storage settings updated',
    zh: '存储设置已更新',
    fr: 'Paramètres de stockage mis à jour',
    ru: 'Настройки хранилища обновлены',
  },
} as const satisfies Record<string, Texts>;

/** What the document answers, in the language that was asked for; its own is English. */
export const messages = {
  initialized: (language: Language) => TEXTS.initialized[language],
  upgraded: (language: Language, tier: Tier) => TEXTS.upgraded[language].replace('{tier}', tier),
  settingsUpdated: (language: Language) => TEXTS.settingsUpdated[language],
};
