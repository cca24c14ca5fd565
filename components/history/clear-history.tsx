import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../kit/button';
import { Confirm } from '../kit/dialog';
import { ProblemNote } from '../kit/problem-note';
import { useAction } from '../kit/use-action';
import { useServices } from '../services';
import { useText } from '../words/words';

/** Deletes all past checks, after a question. */
export function ClearHistory() {
  const words = useText();
  const { history } = useServices();
  const { run, problem } = useAction();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button icon={Trash2} onClick={() => setAsking(true)}>
        {words('ui.history.clear')}
      </Button>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={words('ui.history.clearTitle')}
        description={words('ui.history.clearText')}
        action={words('ui.history.clearAction')}
        onConfirm={() => run(() => history.clear())}
      />
      <ProblemNote problem={problem} />
    </>
  );
}
