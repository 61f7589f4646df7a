import { type ReactNode, useId } from 'react';
import type { Activity } from './icons';

interface PanelProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Panel({ title, aside, children }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

interface CardProps {
  readonly label: string;
  readonly value: ReactNode;
  readonly Icon: typeof Activity;
  readonly note?: ReactNode;
  readonly tone?: 'good' | 'bad';
}

export function Card({ label, value, Icon, note, tone }: CardProps) {
  return (
    <div className="card">
      <dt>
        {label}
        <Icon className="icon" aria-hidden />
      </dt>
      <dd className={tone === undefined ? 'card-value' : `card-value ${tone}`}>{value}</dd>
      {note !== undefined && <dd className="card-note">{note}</dd>}
    </div>
  );
}

export function Cards({ children }: { readonly children: ReactNode }) {
  return <dl className="cards">{children}</dl>;
}
