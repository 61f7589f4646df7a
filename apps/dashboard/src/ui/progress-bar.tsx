import { useWording } from '../text/text';

interface ProgressBarProps {
  /** 0 to 100 */
  readonly percent: number;
  readonly label: string;
  /** a mark on the bar, 0 to 100 */
  readonly mark?: number;
}

export function ProgressBar({ percent, label, mark }: ProgressBarProps) {
  const { format } = useWording();
  const shown = Math.min(100, Math.max(0, percent));
  return (
    <div className="progress">
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(shown)}
      >
        <div className="progress-fill" style={{ inlineSize: `${String(shown)}%` }} />
        {mark !== undefined && (
          <div className="progress-mark" style={{ insetInlineStart: `${String(mark)}%` }} />
        )}
      </div>
      <span className="progress-figure">{format.percent(shown)}</span>
    </div>
  );
}
