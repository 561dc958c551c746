"""Says what a text is about, having learnt six subjects when it starts.

What it learns from are the descriptions of the data sets that come with scikit-learn,
line by line: a few pages, so it knows their words and no others.

Needs: pip install rpcface scikit-learn
"""

from sklearn import datasets
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

import rpcface as rf

SUBJECTS = {
    "breast cancer": datasets.load_breast_cancer,
    "diabetes": datasets.load_diabetes,
    "fitness": datasets.load_linnerud,
    "handwritten digits": datasets.load_digits,
    "iris flowers": datasets.load_iris,
    "wine": datasets.load_wine,
}

lines, subjects = [], []
for subject, load in SUBJECTS.items():
    told = [line for line in load().DESCR.splitlines() if any(map(str.isalpha, line))]
    lines += told
    subjects += [subject] * len(told)
words = TfidfVectorizer(stop_words="english", sublinear_tf=True)
model = LogisticRegression(C=30, class_weight="balanced").fit(words.fit_transform(lines), subjects)


def classify(text: str) -> dict[str, float]:
    """Returns how sure it is of each subject."""
    known = words.transform([text])
    if not known.nnz:
        raise rf.Error("I have never read any of these words. Please say it in others.")
    return dict(zip(model.classes_, model.predict_proba(known)[0], strict=True))


demo = rf.Interface(
    classify,
    inputs=rf.Textbox(lines=3, placeholder="On this plant each petal is longer than a sepal."),
    outputs=rf.Label(num_top_classes=3, label="Subject"),
    examples=[
        "On this plant each petal is longer than a sepal.",
        "How much alcohol and magnesium does it contain?",
        "The cells in this image are benign.",
    ],
    title="What is it about?",
    description="Tells texts about flowers, wine, fitness, digits and two illnesses apart.",
)

if __name__ == "__main__":
    demo.launch()
