#!/usr/bin/env bash
# From a folder of labelled pictures to the models that ship. Stop it at any time; it goes on where it was.
#
#   models/training/run.sh image DATA [WORK]
#
# DATA holds index.jsonl (image/pictures.py says what a line is). WORK, /tmp/train where left out, takes CLIP's file,
# codes, features and reports: some 600 kB a picture, never in the repository. PYTHON names an interpreter with
# requirements.txt installed. While the file /tmp/QUIET exists, the long steps stand still.
set -euo pipefail

[ "${1:-}" = image ] && [ -n "${2:-}" ] || { sed -n '2,8p' "$0"; exit 2; }
data=$(realpath "$2")
work=$(realpath -m "${3:-/tmp/train}")
models=$(realpath "$(dirname "$0")/..")
python=${PYTHON:-python3}
cd "$models/training"
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-2}
step() { nice -n 19 "$python" -m "image.$@"; }

# The last at which the ranking of left-out sources had risen.
steps=400
all=$work/data
trunk=$work/encoder/gptq-32-8.npz
codes=$work/encoder/tuned-$steps.npz
tokens=$work/trunk6
features=$work/features-$steps
threads=$OMP_NUM_THREADS

# What is trained on: the data, and pages rendered here.
step verify_clip --clip "$work/clip"
step render_pages --data "$data" --out "$all"

# The encoder: round CLIP's blocks, fine-tune the last two on what the six rounded ones give, and round them as well.
[ -e "$trunk" ] || step quantise --data "$data" --clip "$work/clip" --out "$work/encoder"
step features --data "$all" --clip "$work/clip" --codes "$trunk" --out "$tokens" --threads "$threads" --blocks 6 --keep 6 \
  --plan train-augmented:7 validation-clean:1 dev-clean:1 rendered-augmented:1
step fine_tune --data "$all" --clip "$work/clip" --tokens "$tokens" --out "$work/fine-tune" --steps "$steps" \
  --threads "$threads"
[ -e "$codes" ] || step quantise_tail --trunk "$trunk" --tuned "$work/fine-tune/blocks-$(printf %05d "$steps").pt" \
  --tokens "$tokens" --out "$codes"
step export_encoder --clip "$work/clip" --codes "$codes" --out "$models/image-encoder/image-encoder.onnx"
step describe encoder --folder "$models/image-encoder" --report "$work/fine-tune/tuned.json"

# The heads, on what the encoder that ships gives.
step tail_features --clip "$work/clip" --codes "$codes" --tokens "$tokens" --out "$features" --threads "$threads"
step picture_kind --data "$all" --features "$features" --out "$models/picture-kind" --report "$work/kinds.json"
step describe kind --folder "$models/picture-kind" --report "$work/kinds.json"
step linear_head --data "$all" --features "$features" --kind "$models/picture-kind/picture-kind.onnx" \
  --out "$models/ai-image" --fit "$work/fit.json"

# The figures.
views="social jpeg webp screenshot crop text twice"
step features --data "$all" --clip "$work/clip" --codes "$codes" --out "$features" --threads "$threads" --most 256 \
  --plan $(printf 'dev-%s:1 ' $views)
step evaluate --data "$all" --features "$features" --model "$models/ai-image/ai-image.onnx" \
  --kind "$models/picture-kind/picture-kind.onnx" --fit "$work/fit.json" --out "$work/report.json" --views clean $views
step describe head --folder "$models/ai-image" --data "$all" --features "$features" \
  --fit "$work/fit.json" --report "$work/report.json"
step heat_map --data "$data" --encoder "$models/image-encoder/image-encoder.onnx" --head "$models/ai-image/ai-image.onnx"
step far_out --encoder "$models/image-encoder/image-encoder.onnx" --head "$models/ai-image/ai-image.onnx" \
  --fit "$work/fit.json"

# The first look: a small network that learns from the labels and from what the encoder's head thinks of other sources.
look() { nice -n 19 "$python" -m "first_look.$@"; }
small=$models/ai-image-first-look
look teacher --data "$data" --features "$features" --out "$work/teacher.npz"
look train --data "$data" --weights "$work/lite" --teacher "$work/teacher.npz" --out "$work/first-look.pt" --threads "$OMP_NUM_THREADS"
look export --checkpoint "$work/first-look.pt" --out "$small/ai-image-first-look.onnx"
look evaluate --data "$data" --model "$small/ai-image-first-look.onnx" --teacher "$work/teacher.npz" --work "$work" \
  --out "$work/first-look.json"
look describe --folder "$small" --data "$data" --report "$work/first-look.json"
