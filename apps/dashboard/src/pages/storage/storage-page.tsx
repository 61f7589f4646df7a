import { type FormEvent } from 'react';
import { useWording } from '../../text/text';
import { AlertCircle, HardDrive } from '../../ui/icons';
import { Failed, Loaded } from '../../ui/loaded';
import { Panel } from '../../ui/panel';
import { ProgressBar } from '../../ui/progress-bar';
import { CLEAN_UPS, type CleanUp, useCleanUp, usePreview, useSaveSettings, useUsage } from './queries';

type Usage = NonNullable<ReturnType<typeof useUsage>['data']>;

export default function StoragePage() {
  const { t } = useWording();
  return (
    <>
      <h1>{t('storage')}</h1>
      <Loaded query={useUsage()}>
        {(usage) => (
          <>
            <Room usage={usage} />
            <div className="columns">
              <SettingsForm usage={usage} />
              <CleanUps days={usage.storage.auto_delete_days} />
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}

const TIERS = { free: 'tierFree', premium: 'tierPremium', family: 'tierFamily' } as const;

function Room({ usage: { storage, alert } }: { readonly usage: Usage }) {
  const { t, format } = useWording();
  const used = Number(storage.used_storage_bytes);
  const total = Number(storage.total_storage_bytes);
  const words = t('used', { used: format.bytes(used), total: format.bytes(total) });
  const aside = (
    <span className="chip">
      <HardDrive className="icon" aria-hidden /> {t(TIERS[storage.tier])}
    </span>
  );
  return (
    <Panel title={words} aside={aside}>
      {alert.should_alert && (
        <p className="notice warn" role="status">
          <AlertCircle className="icon" aria-hidden />
          {t('alertOver', { threshold: alert.threshold })}
        </p>
      )}
      <ProgressBar
        percent={total === 0 ? 0 : (used / total) * 100}
        mark={storage.notification_threshold}
        label={words}
      />
      <p className="muted">
        {t('reserved', { bytes: format.bytes(Number(storage.reserved_storage_bytes)) })}
      </p>
    </Panel>
  );
}

function SettingsForm({ usage: { storage } }: { readonly usage: Usage }) {
  const { t } = useWording();
  const save = useSaveSettings();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({
      auto_delete_enabled: form.get('enabled') === 'on',
      auto_delete_days: Number(form.get('days')),
      notification_threshold: Number(form.get('threshold')),
    });
  };
  return (
    <Panel title={t('settings')}>
      {save.error !== null && <Failed error={save.error} />}
      <form className="form" onSubmit={submit}>
        <label className="inline">
          <input type="checkbox" name="enabled" defaultChecked={storage.auto_delete_enabled} />
          {t('autoDelete')}
        </label>
        <label>
          {t('autoDeleteDays')}
          <input
            type="number"
            name="days"
            min={1}
            max={365}
            required
            defaultValue={storage.auto_delete_days}
          />
        </label>
        <label>
          {t('threshold')} (%)
          <input
            type="number"
            name="threshold"
            min={1}
            max={100}
            required
            defaultValue={storage.notification_threshold}
          />
        </label>
        <button type="submit" className="primary" disabled={save.isPending}>
          {t('save')}
        </button>
        <span role="status" className="good">
          {save.isSuccess && t('saved')}
        </span>
      </form>
    </Panel>
  );
}

function CleanUps({ days }: { readonly days: number }) {
  const { t, format } = useWording();
  const cleanUp = useCleanUp();
  return (
    <Panel title={t('cleanUp')}>
      {cleanUp.error !== null && <Failed error={cleanUp.error} />}
      <ul className="list">
        {CLEAN_UPS.map((type) => (
          <CleanUpRow
            key={type}
            type={type}
            days={days}
            isBusy={cleanUp.isPending}
            onClean={() => cleanUp.mutate(type)}
          />
        ))}
      </ul>
      <p role="status" className="good">
        {cleanUp.data !== undefined &&
          t('cleaned', { bytes: format.bytes(Number(cleanUp.data.freed_storage_bytes)) })}
      </p>
    </Panel>
  );
}

interface CleanUpRowProps {
  readonly type: CleanUp;
  readonly days: number;
  readonly isBusy: boolean;
  readonly onClean: () => void;
}

function CleanUpRow({ type, days, isBusy, onClean }: CleanUpRowProps) {
  const { t, format } = useWording();
  const title = type === 'old' ? t('cleanOld', { days: format.count(days) }) : t('cleanExpired');
  return (
    <li>
      <span>
        {title}
        <br />
        <Loaded query={usePreview(type)}>
          {({ freed_storage_bytes, deleted_count }) => (
            <span className="muted">
              {t('wouldFree', {
                bytes: format.bytes(Number(freed_storage_bytes)),
                count: format.count(deleted_count),
              })}
            </span>
          )}
        </Loaded>
      </span>
      <button type="button" disabled={isBusy} aria-label={`${t('cleanUp')}: ${title}`} onClick={onClean}>
        {t('cleanUp')}
      </button>
    </li>
  );
}
