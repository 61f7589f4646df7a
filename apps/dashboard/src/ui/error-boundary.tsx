import { Component, type ReactNode } from 'react';
import { Broken } from './broken';

interface Props {
  readonly children: ReactNode;
}
interface State {
  readonly isBroken: boolean;
}

/** A part of the page that could not be fetched, or failed, does not take the rest with it. Only classes can catch in React. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { isBroken: false };

  static getDerivedStateFromError(): State {
    return { isBroken: true };
  }

  override render(): ReactNode {
    return this.state.isBroken ? <Broken /> : this.props.children;
  }
}
