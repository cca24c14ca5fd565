#!/usr/bin/env bash
# From faces to the model deepfake-face. Stop it at any time; it goes on where it was.
#
#   models/training/faces/run.sh FACES PICTURES [WORK]
#
# FACES holds swapped, composed and genuine faces, PICTURES other genuine pictures, both as image/pictures.py says. WORK is
# that of ../run.sh image, which makes the encoder first. PYTHON names an interpreter with requirements.txt installed.
set -euo pipefail

[ -n "${2:-}" ] || { sed -n '2,8p' "$0"; exit 2; }
data=$(realpath "$1")
more=$(realpath "$2")
work=$(realpath -m "${3:-/tmp/train}")
models=$(realpath "$(dirname "$0")/../..")
cd "$models/training"
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-2}
step() { nice -n 19 "${PYTHON:-python3}" -m "faces.$@"; }

found=$work/faces/found.json
others=$work/faces/others.json
features=$work/faces/features
model=$models/deepfake-face

step detect --data "$data" --out "$found"
step detect --data "$more" --genuine 6000 --out "$others"
step features --data "$data" --found "$found" --more "$more" --more-found "$others" --clip "$work/clip" \
  --codes "$work/encoder/gptq-32-8.npz" --out "$features" --threads "$OMP_NUM_THREADS" \
  --plan {train,filtered,blended}-round0 {validation,others,dev}-{clean,jpeg,webp,social,filtered}
step head --data "$data" --more "$more" --features "$features" --out "$model/deepfake-face.onnx" --fit "$work/faces/fit.json"
step report --data "$data" --more "$more" --features "$features" --model "$model/deepfake-face.onnx" \
  --fit "$work/faces/fit.json" --out "$work/faces/report.json"
step describe --folder "$model" --data "$data" --more "$more" --features "$features" --report "$work/faces/report.json"
