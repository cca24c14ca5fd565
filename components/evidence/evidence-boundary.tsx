import { Component, type ReactNode } from 'react';

interface EvidenceBoundaryProps {
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Shows the fallback where a renderer cannot read its evidence: an old entry of the history may have another shape. */
export class EvidenceBoundary extends Component<EvidenceBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? this.props.fallback : this.props.children;
  }
}
