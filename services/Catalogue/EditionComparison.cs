using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Sunshine.Foundation.Hosting;

namespace Sunshine.Catalogue;

/// <summary>What is different in two editions: field by field, and the long texts line by line.</summary>
public static class EditionComparison
{
    public static V1.Comparison Of(Content from, Content to)
    {
        var comparison = new V1.Comparison();
        Field("title", from.Title, to.Title);
        Lines("summary", from.Summary, to.Summary);
        Lines("body", from.Body, to.Body);
        Field("documentNumber", from.DocumentNumber, to.DocumentNumber);
        Field("subjectCategory", from.SubjectCategory, to.SubjectCategory);
        Field("genre", from.Genre, to.Genre);
        Field("keywords", string.Join('\n', from.Keywords), string.Join('\n', to.Keywords));
        Field("stage", from.Stage.Name(), to.Stage.Name());
        Field("keyArea", from.KeyArea, to.KeyArea);
        Field("formedOn", Days.Format(from.FormedOn), Days.Format(to.FormedOn));
        Field("effectiveOn", Days.Format(from.EffectiveOn), Days.Format(to.EffectiveOn));
        Field("expiresOn", Days.Format(from.ExpiresOn), Days.Format(to.ExpiresOn));
        Field("references", string.Join('\n', from.References.Select(Text)), string.Join('\n', to.References.Select(Text)));
        Field("attachmentIds", string.Join('\n', from.AttachmentIds), string.Join('\n', to.AttachmentIds));
        return comparison;

        void Field(string name, string a, string b)
        {
            if (a != b) comparison.Fields.Add(new V1.FieldChange { Field = name, From = a, To = b });
        }

        void Lines(string name, string a, string b)
        {
            if (a == b) return;
            var change = new V1.FieldChange { Field = name };
            change.Lines.Add(InlineDiffBuilder.Diff(a, b, ignoreWhiteSpace: false).Lines.Select(line => new V1.LineChange { Fate = FateOf(line.Type), Text = line.Text }));
            comparison.Fields.Add(change);
        }
    }

    private static V1.LineFate FateOf(ChangeType type) => type switch
    {
        ChangeType.Inserted => V1.LineFate.Added,
        ChangeType.Deleted => V1.LineFate.Removed,
        _ => V1.LineFate.Kept
    };

    private static string Text(Reference reference) =>
        string.Join(' ', new[] { reference.Relation.Name(), reference.ItemId, reference.Title, reference.DocumentNumber, reference.Article }.Where(p => p.Length > 0));
}
