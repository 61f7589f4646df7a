import { useWording } from '../text/text';
import { AlertCircle } from './icons';

export function Broken() {
  const { t } = useWording();
  return (
    <div className="notice bad" role="alert">
      <AlertCircle className="icon" aria-hidden />
      <span>{t('broken')}</span>
      <button type="button" onClick={() => location.reload()}>
        {t('reload')}
      </button>
    </div>
  );
}
