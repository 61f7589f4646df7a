import { useWording } from '../text/text';
import { WifiOff } from './icons';
import { useOnline } from './online';
import { useReach } from './reach';

/** What is on the page stays there without a connection; the reader is told that it may be old. */
export function ConnectionNotice() {
  const { t } = useWording();
  const isOnline = useOnline();
  const isReached = useReach();
  if (isOnline && isReached) return null;
  return (
    <p className="notice warn" role="status">
      <WifiOff className="icon" aria-hidden />
      {t(isOnline ? 'unreached' : 'offline')}
    </p>
  );
}
