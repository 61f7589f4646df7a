import { type FormEvent } from 'react';
import { useWording } from '../../text/text';
import { AlertCircle, HardDrive } from '../../ui/icons';
import { Failed, Loaded } from '../../ui/loaded';
import { PageHead } from '../../ui/page-head';
import { Panel } from '../../ui/panel';
import { ProgressBar } from '../../ui/progress-bar';
import { CleanUps } from './clean-ups';
import { useSaveSettings, useUsage } from './queries';

type Usage = NonNullable<ReturnType<typeof useUsage>['data']>;

export default function StoragePage() {
  return (
    <>
      <PageHead title="storage" />
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
      <form className="form stacked" onSubmit={submit}>
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
