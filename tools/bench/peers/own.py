"""Peers of a model of one's own: gradient boosting and linear models of scikit-learn, and a Keras network of the same size.

own.py dump FOLDER       writes the tables that scikit-learn ships, as CSV
own.py fit PARTS.json    fits the peers on the rows that Kiln learnt from; a line of JSON a peer
"""

import json
import os
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "torch")


def dump(folder):
    from sklearn import datasets

    loaders = {
        "iris": datasets.load_iris,
        "wine": datasets.load_wine,
        "cancer": datasets.load_breast_cancer,
        "diabetes": datasets.load_diabetes,
        "digits": datasets.load_digits,
    }
    for name, load in loaders.items():
        table = load()
        columns = [f"x{i}" for i in range(table.data.shape[1])]
        names = getattr(table, "target_names", None)
        with open(os.path.join(folder, f"{name}.csv"), "w") as file:
            file.write(",".join([*columns, "y"]) + "\n")
            for row, target in zip(table.data, table.target):
                told = repr(float(target)) if name == "diabetes" else str(names[target])
                file.write(",".join([*(repr(float(value)) for value in row), told]) + "\n")
        print(json.dumps({"name": name, "columns": len(columns), "rows": len(table.data)}), flush=True)


def fit(path):
    import numpy as np

    with open(path) as file:
        given = json.load(file)
    is_number = given["labels"] == 0
    x, y = {}, {}
    for part in ("training", "validation", "test"):
        x[part] = np.asarray(given[part]["x"], dtype=np.float64).reshape(-1, given["columns"])
        y[part] = np.asarray(given[part]["y"], dtype=np.float64 if is_number else np.int64)
    for name, learn in (("boosting", boosting), ("linear", linear), ("keras", keras_network)):
        started = time.perf_counter()
        answer = learn(x, y, given, is_number)
        seconds = time.perf_counter() - started
        flat = np.asarray(answer, dtype=np.float64).reshape(-1).tolist()
        print(json.dumps({"name": name, "seconds": seconds, "answer": flat}), flush=True)


def whole(model, answer, labels):
    """Probabilities of all labels: one that was not learnt has none."""
    import numpy as np

    told = np.zeros((len(answer), labels))
    told[:, model.classes_] = answer
    return told


def boosting(x, y, given, is_number):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    if is_number:
        return HistGradientBoostingRegressor(random_state=given["seed"]).fit(x["training"], y["training"]).predict(x["test"])
    model = HistGradientBoostingClassifier(random_state=given["seed"]).fit(x["training"], y["training"])
    return whole(model, model.predict_proba(x["test"]), given["labels"])


def linear(x, y, given, is_number):
    from sklearn.linear_model import LinearRegression, LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if is_number:
        return LinearRegression().fit(x["training"], y["training"]).predict(x["test"])
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(x["training"], y["training"])
    return whole(model, model.predict_proba(x["test"]), given["labels"])


def keras_network(x, y, given, is_number):
    import keras

    keras.utils.set_random_seed(given["seed"])
    scale = keras.layers.Normalization()
    scale.adapt(x["training"])
    layers = [scale, *(keras.layers.Dense(width, activation="relu") for width in given["hidden"])]
    layers.append(keras.layers.Dense(1) if is_number else keras.layers.Dense(given["labels"], activation="softmax"))
    model = keras.Sequential([keras.layers.Input((given["columns"],)), *layers])
    # Numbers in units of their deviation, as Kiln's default has them: without this Keras does not get there at all.
    mean, deviation = (y["training"].mean(), y["training"].std()) if is_number else (0, 1)
    truth = {part: (values - mean) / deviation if is_number else values for part, values in y.items()}
    model.compile(
        optimizer=keras.optimizers.Adam(given["learningRate"]),
        loss="mse" if is_number else "sparse_categorical_crossentropy",
    )
    stop = keras.callbacks.EarlyStopping(patience=given["patience"], restore_best_weights=True)
    model.fit(
        x["training"], truth["training"], validation_data=(x["validation"], truth["validation"]),
        epochs=given["epochs"], batch_size=given["batchSize"], callbacks=[stop], verbose=0,
    )
    answer = model.predict(x["test"], verbose=0)
    return answer * deviation + mean


if __name__ == "__main__":
    {"dump": dump, "fit": fit}[sys.argv[1]](sys.argv[2])
